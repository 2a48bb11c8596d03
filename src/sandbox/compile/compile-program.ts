import ts from 'typescript';
import {
  isModulePath,
  MAX_FILE_CHARACTERS,
  type CompiledModule,
  type Fault,
  type FileTexts,
  type Program,
} from '../../contract/index.ts';
import { firstProblem, type Problem } from './problems.ts';

/**
 * ES2016 has no `async`, so every `await` goes through the runtime's `__awaiter`, which carries
 * the context of a call. `Force`: a file without import or export is a module as well.
 */
const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2016,
  moduleDetection: ts.ModuleDetectionKind.Force,
  sourceMap: true,
  esModuleInterop: true,
  isolatedModules: true,
  noEmitHelpers: true,
  importHelpers: false,
};

/**
 * Compiles a program's modules, each by itself. Errors of types do not count; what is no
 * JavaScript once the types are gone does.
 * @param files of a lesson; those that are no TypeScript are left out
 * @returns the fault of the first module that cannot be compiled, with its line. Never throws.
 */
export function compileProgram(files: FileTexts): Program | Fault {
  const modules: Record<string, CompiledModule> = {};
  for (const [path, text] of Object.entries(files)) {
    if (!isModulePath(path)) continue;
    if (text.length > MAX_FILE_CHARACTERS) return tooLarge(path, text);
    const compiled = compileModule(path, text);
    if ('message' in compiled) return compiled;
    modules[path] = compiled;
  }
  return { modules };
}

/** @param path by which stacks and faults name it */
export function compileModule(path: string, text: string): CompiledModule | Fault {
  let problem: Problem | undefined;
  let output: ts.TranspileOutput;
  try {
    output = ts.transpileModule(text, {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: OPTIONS,
      transformers: {
        before: [
          () => (source) => {
            problem = firstProblem(source);
            return source;
          },
        ],
      },
    });
  } catch (error) {
    return notCompilable(path, error);
  }
  const [refusal] = output.diagnostics ?? [];
  if (refusal) {
    const message = ts.flattenDiagnosticMessageText(refusal.messageText, ' ');
    problem = { message, ...(refusal.file ? place(refusal.file, refusal.start ?? 0) : {}) };
  }
  if (problem) return atPlace(path, problem);
  const map = JSON.parse(output.sourceMapText ?? '{}') as Record<string, unknown>;
  return {
    code: output.outputText.replace(/\n\/\/# sourceMappingURL=[^\n]*\s*$/, '\n'),
    // The path as the lesson has it: TypeScript names the source as seen from the output.
    map: JSON.stringify({ ...map, sources: [path], sourceRoot: '' }),
  };
}

function place(source: ts.SourceFile, start: number): { line: number; column: number } {
  const at = source.getLineAndCharacterOfPosition(start);
  return { line: at.line + 1, column: at.character + 1 };
}

function atPlace(path: string, { message, line, column }: Problem): Fault {
  const where = line === undefined ? path : `${path}, line ${line}`;
  return {
    code: 'compile-error',
    message: `${where}: ${message.slice(0, LONGEST)}`,
    file: path,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

/** A message quotes the source, which may go on for a megabyte. */
const LONGEST = 300;

function tooLarge(path: string, text: string): Fault {
  const [length, most] = [text.length, MAX_FILE_CHARACTERS].map((n) => n.toLocaleString('en'));
  const message = `${path} has ${String(length)} characters; at most ${String(most)} are taken.`;
  return { code: 'file-refused', message, file: path };
}

/** TypeScript walks its tree recursively, so that it can be nested until the stack is used up. */
function notCompilable(path: string, error: unknown): Fault {
  const why =
    error instanceof RangeError
      ? 'is nested too deeply to be compiled.'
      : `could not be compiled: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'compile-error', message: `${path} ${why}`.slice(0, LONGEST), file: path };
}
