import { currentCall } from '../core/context.ts';
import { trace } from '../core/trace.ts';
import { absolute, pathOf } from './file-path.ts';

/** What came of an operation that has been done. */
export type Done = { readonly value: unknown } | { readonly error: unknown };

type Run = (...args: unknown[]) => unknown;

/** Which of its arguments are paths that an operation touches. */
const PATHS: Readonly<Record<string, readonly number[]>> = {
  copyFile: [0, 1],
  cp: [0, 1],
  link: [0, 1],
  rename: [0, 1],
  // The target of a link is text; only the link itself is touched.
  symlink: [1],
};

/**
 * Does one operation on files and notes each path that it touched.
 * @param real follows every link of a path; throws where there is none
 */
export function perform(
  command: string,
  run: Run,
  args: readonly unknown[],
  real: (path: string) => string,
): Done {
  const given = args.map((argument) => (isUrl(argument) ? pathOf(argument) : argument));
  const paths = (PATHS[command] ?? [0])
    .map((at) => pathOf(given[at]))
    .filter((path) => path !== null)
    .map((path) => ({ path: absolute(path), before: realOrNull(path, real) }));
  let done: Done;
  try {
    if (given[0] === '') throw noSuchFile(command);
    done = { value: run(...given) };
  } catch (error) {
    done = { error };
  }
  for (const { path, before } of paths) {
    trace({
      kind: 'file',
      call: currentCall(),
      command,
      path,
      real: before ?? realOrNull(path, real),
      error: 'error' in done ? codeOf(done.error) : null,
    });
  }
  return done;
}

function isUrl(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'protocol' in argument;
}

/** As Node says it of an empty path, which memfs takes for the working directory. */
function noSuchFile(command: string): Error {
  const syscall = ['readFile', 'writeFile', 'appendFile'].includes(command) ? 'open' : command;
  return Object.assign(new Error(`ENOENT: no such file or directory, ${syscall} ''`), {
    errno: -2,
    code: 'ENOENT',
    syscall,
    path: '',
  });
}

function realOrNull(path: string, real: (path: string) => string): string | null {
  try {
    return real(absolute(path));
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'error';
}
