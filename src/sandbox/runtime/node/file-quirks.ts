import type { SyncFiles } from './file-handle.ts';

type Options = Readonly<Record<string, unknown>> | undefined;
type Stats = Readonly<Record<string, () => boolean>>;
type Operation = (...args: never[]) => unknown;

/** An error as Node's `fs` throws it. */
export function fileError(
  code: keyof typeof REASONS,
  syscall: string,
  path: string,
  dest?: string,
): Error {
  const [errno, reason] = REASONS[code];
  const to = dest === undefined ? '' : ` -> '${dest}'`;
  return Object.assign(new Error(`${code}: ${reason}, ${syscall} '${path}'${to}`), {
    errno,
    code,
    syscall,
    path,
    ...(dest === undefined ? {} : { dest }),
  });
}

const REASONS = {
  ENOENT: [-2, 'no such file or directory'],
  EEXIST: [-17, 'file already exists'],
  ENOTDIR: [-20, 'not a directory'],
  EISDIR: [-21, 'illegal operation on a directory'],
  EINVAL: [-22, 'invalid argument'],
  ENAMETOOLONG: [-36, 'name too long'],
  ENOTEMPTY: [-39, 'directory not empty'],
  ELOOP: [-40, 'too many symbolic links encountered'],
} as const;

/**
 * What memfs does otherwise than Node on Linux, most of it with links: it removes and renames what
 * a link leads to. Each is held to Node by test/sandbox/runtime/file-links.test.ts. Paths come
 * walked: see file-walk.ts.
 * @param reading called for each folder that a recursive `readdir` goes into
 */
export function asNodeDoes(
  files: SyncFiles,
  reading: (folder: string) => void,
): Readonly<Record<string, Operation>> {
  const does = (name: string, ...args: unknown[]): unknown => files[`${name}Sync`]?.(...args);
  const look = (path: string, follow = false): Stats | null => {
    try {
      return does(follow ? 'stat' : 'lstat', path) as Stats;
    } catch {
      return null;
    }
  };
  const isLink = (path: string): boolean => look(path)?.isSymbolicLink?.() === true;
  const isFolder = (path: string, follow = false): boolean =>
    look(path, follow)?.isDirectory?.() === true;

  return {
    rm: (path: string, ...rest: unknown[]) =>
      isLink(path) ? does('unlink', path) : does('rm', path, ...rest),

    unlink(path: string) {
      if (isFolder(path)) throw fileError('EISDIR', 'unlink', path);
      return does('unlink', path);
    },

    rename(from: string, to: string) {
      const fail = (code: keyof typeof REASONS): Error => fileError(code, 'rename', from, to);
      if (from === to && look(from)) return undefined;
      if (look(from) && to.startsWith(`${from}/`)) throw fail('EINVAL');
      if (look(from) && look(to)) {
        if (isFolder(from) && !isFolder(to)) throw fail('ENOTDIR');
        if (!isFolder(from) && isFolder(to)) throw fail('EISDIR');
        if (isFolder(from) && (does('readdir', to) as unknown[]).length > 0)
          throw fail('ENOTEMPTY');
      }
      if (!isLink(from)) return does('rename', from, to);
      const target = does('readlink', from);
      if (look(to)) does('unlink', to);
      does('symlink', target, to);
      return does('unlink', from);
    },

    mkdir(path: string, options?: Options | number, ...rest: unknown[]) {
      const isThere = look(path) !== null && !isFolder(path, true);
      if (isThere) throw fileError('EEXIST', 'mkdir', path);
      return does('mkdir', path, options, ...rest);
    },

    mkdtemp(prefix: string, ...rest: unknown[]) {
      try {
        return does('mkdtemp', prefix, ...rest);
      } catch (error) {
        if (error instanceof Error) Object.assign(error, { syscall: 'mkdtemp' });
        throw error;
      }
    },

    opendir(path: string, ...rest: unknown[]) {
      if (!look(path, true)) throw fileError('ENOENT', 'opendir', path);
      return does('opendir', path, ...rest);
    },

    /** By names alone, Node goes into the folders that links lead to; with types it does not. */
    readdir(path: string, options?: Options | string) {
      const wants = typeof options === 'object' ? options : undefined;
      if (wants?.recursive !== true || wants.withFileTypes === true) {
        return does('readdir', path, options);
      }
      const names: string[] = [];
      const folders = [''];
      for (const folder of folders) {
        if (folder !== '') reading(`${path}/${folder}`);
        const at = folder === '' ? path : `${path}/${folder}`;
        for (const name of does('readdir', at, { ...wants, recursive: false }) as string[]) {
          const inner = folder === '' ? name : `${folder}/${name}`;
          names.push(inner);
          // Links in a circle: Node goes on until the path is refused, 40 links later.
          if (isFolder(`${path}/${inner}`, true) && inner.split('/').length < 40)
            folders.push(inner);
        }
      }
      return names;
    },
  };
}
