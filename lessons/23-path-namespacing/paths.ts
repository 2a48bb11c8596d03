// Paths as text, `/`-separated and absolute: what a check needs of them.

export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Without what stands after the last dot. */
export const stemOf = (path: string): string => path.replace(/(?<=[^/])\.[^./]*$/, '');

/** Whether a path is a folder or lies in it. `/a/b-c` does not lie in `/a/b`. */
export const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);

/** The folders above a path, from the root's first child downwards. */
export function ancestorsOf(path: string): string[] {
  const names = path.split('/').slice(1, -1);
  return names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`);
}

/** The deepest folder that all paths lie in. */
export function commonFolder(paths: readonly string[]): string {
  const [first = '/', ...others] = paths;
  const shared = ancestorsOf(first).filter((folder) => others.every((path) => isIn(path, folder)));
  return shared.at(-1) ?? '/';
}

/** The way from a folder to a path: `../acme-eu/1.json`. */
export function relative(folder: string, path: string): string {
  const from = folder.split('/').filter((name) => name !== '');
  const to = path.split('/').filter((name) => name !== '');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
