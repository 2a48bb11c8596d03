import { readFile } from 'node:fs/promises';
import { ensureSandboxFiles, SANDBOX_FILES } from '../build/sandbox-files.ts';

/** The text of one of the sandbox's chunks. @throws Error for a name that there is not */
export async function loadChunk(name: string): Promise<string> {
  if (!Object.hasOwn(SANDBOX_FILES, name)) throw new Error(`there is no ${name}`);
  await ensureSandboxFiles();
  return await readFile(SANDBOX_FILES[name as keyof typeof SANDBOX_FILES], 'utf8');
}
