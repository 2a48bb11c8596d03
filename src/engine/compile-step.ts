import { isModulePath, type Fault, type FileTexts, type Program } from '../contract/index.ts';

/**
 * Compiles the TypeScript among a lesson's files, away from the caller's thread.
 * @param signal the run is over: nobody waits any more
 * @returns the fault that kept it from compiling, if one did
 * @throws LeakproofError `cancelled`
 */
export type Compile = (files: FileTexts, signal: AbortSignal) => Promise<Program | Fault>;

/** @returns null where no file is TypeScript; nothing is then started */
export async function compileStep(
  compile: Compile | undefined,
  files: FileTexts,
  signal: AbortSignal,
): Promise<Program | Fault | null> {
  if (!Object.keys(files).some(isModulePath)) return null;
  return compile ? await compile(files, signal) : NO_COMPILER;
}

const NO_COMPILER: Fault = {
  code: 'sandbox-failed',
  message: 'There is nothing here that could compile TypeScript.',
};
