import { currentCall } from '../core/context.ts';
import { trace } from '../core/trace.ts';
import type { SyncFiles } from './file-handle.ts';
import { absolute, pathOf } from './file-path.ts';
import { fileError } from './file-quirks.ts';
import { walk } from './file-walk.ts';

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

/** What acts on a link itself, where one stands at the end of its path. */
const ON_THE_LINK =
  'cp lchmod lchown link lstat lutimes mkdir mkdtemp readlink rename rm rmdir symlink unlink'.split(
    ' ',
  );

/**
 * Does one operation on files and notes each path that it touched.
 * @param files to walk its paths in: the operation gets them walked, links and dots followed
 */
export function perform(
  command: string,
  run: Run,
  args: readonly unknown[],
  files: SyncFiles,
): Done {
  const given = args.map((argument) => (isUrl(argument) ? pathOf(argument) : argument));
  const paths = (PATHS[command] ?? [0]).flatMap((at) => {
    const text = pathOf(given[at]);
    if (text === null) return [];
    const walked = text.includes('\0') ? null : walk(files, text);
    return [{ at, text, walked, before: realOrNull(text, files) }];
  });
  let done: Done;
  try {
    if (given[0] === '') throw fileError('ENOENT', syscallOf(command), '');
    const wrong = paths.find(({ walked }) => walked?.error);
    for (const { at, text, walked } of paths) {
      // It says so, and throws nothing.
      if (command === 'exists' && wrong) continue;
      if (walked?.error) throw fileError(walked.error, syscallOf(command), text);
      given[at] = walked?.path ?? text;
    }
    done = { value: command === 'exists' && wrong ? false : run(...given) };
  } catch (error) {
    for (const { text, walked } of paths) if (walked) sayAsGiven(error, walked.path, text);
    done = { error };
  }
  for (const { text, walked, before } of paths) {
    const path = absolute(text);
    const follows = !ON_THE_LINK.includes(command) && !isNotFollowed(command, done);
    trace({
      kind: 'file',
      call: currentCall(),
      command,
      path,
      real: before ?? realOrNull(text, files),
      at: (follows ? walked?.followed : walked?.path) ?? path,
      error: 'error' in done ? codeOf(done.error) : null,
    });
  }
  return done;
}

/** Asked not to follow a link, or to make a file where nothing is: then there was none. */
function isNotFollowed(command: string, done: Done): boolean {
  if (!('error' in done)) return false;
  const code = codeOf(done.error);
  return code === 'ELOOP' || (code === 'EEXIST' && command !== 'cp');
}

/** Node names a path as it was given. */
function sayAsGiven(error: unknown, walked: string, text: string): void {
  if (!(error instanceof Error) || walked === text) return;
  const said = error as Error & { path?: unknown; dest?: unknown };
  if (said.path === walked) said.path = text;
  if (said.dest === walked) said.dest = text;
  said.message = said.message.replace(`'${walked}'`, `'${text}'`);
}

/** The system call that Node names in an error. */
const syscallOf = (command: string): string =>
  SYSCALLS[command] ??
  (['readFile', 'writeFile', 'appendFile', 'truncate'].includes(command) ? 'open' : command);
const SYSCALLS: Readonly<Record<string, string>> = {
  readdir: 'scandir',
  copyFile: 'copyfile',
};

function isUrl(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'protocol' in argument;
}

function realOrNull(text: string, files: SyncFiles): string | null {
  try {
    return String(files.realpathSync?.(absolute(text)));
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'error';
}
