import { Buffer } from 'buffer/';
import type { SyncFiles } from './file-handle.ts';
import { absolute, WORKING_DIRECTORY } from './file-path.ts';

/** Where a path leads, name by name, as a kernel reads it. */
export interface Walk {
  /** The folder that it comes to, links and dots followed; and its last name, which is not. */
  readonly path: string;
  /** The same with a link at the end followed as well, also where nothing is. */
  readonly followed: string;
  /** Why it does not lead there. */
  readonly error: 'ENOENT' | 'ENOTDIR' | 'ELOOP' | 'ENAMETOOLONG' | null;
}

/** As Linux has them: links followed for one path, bytes of a name, bytes of a path. */
const MAX_LINKS = 40;
const MAX_NAME = 255;
const MAX_PATH = 4095;

type Refusal = Walk['error'];
type Look = 'link' | 'folder' | 'file' | 'nothing' | 'unknown';

/**
 * Follows a path name by name: `..` after a link is of the folder that the link leads to, which
 * text alone does not tell. Goes on past what is not there, as text.
 */
export function walk(files: SyncFiles, text: string): Walk {
  const from = text.startsWith('/') ? '/' : WORKING_DIRECTORY;
  if (isTooLong(text)) {
    const path = absolute(text);
    return { path, followed: path, error: 'ENAMETOOLONG' };
  }
  const first = follow(files, from, text, false);
  if (first.error !== null) return { ...first, followed: first.path };
  return { ...first, followed: follow(files, from, text, true).path };
}

function follow(
  files: SyncFiles,
  from: string,
  text: string,
  last: boolean,
): { readonly path: string; readonly error: Refusal } {
  let rest = text.split('/');
  let path = from;
  let links = 0;
  let error: Refusal = null;
  // Below what is not there, nothing is: a deep path need not be looked at name by name.
  let isThere = true;
  while (rest.length > 0) {
    const [name = '', ...after] = rest;
    rest = after;
    if (name === '') continue;
    if (name === '.' || name === '..') {
      error ??= asFolder(look(files, path));
      if (name === '..') path = path.slice(0, path.lastIndexOf('/')) || '/';
      isThere = true;
      continue;
    }
    const next = path === '/' ? `/${name}` : `${path}/${name}`;
    // A slash at the end, or a dot, asks for a folder: then a link is followed.
    const isLast = rest.length === 0;
    const what: Look = isThere ? look(files, next) : 'nothing';
    isThere = what !== 'nothing';
    if (what === 'link' && (!isLast || last)) {
      links += 1;
      if (links > MAX_LINKS) return { path: next, error: 'ELOOP' };
      const target = String(files.readlinkSync?.(next));
      if (target.startsWith('/')) path = '/';
      rest = [...target.split('/'), ...rest];
      continue;
    }
    // What is not there, memfs refuses by itself, unless the operation makes it.
    if (!isLast && what === 'file') error ??= 'ENOTDIR';
    path = next;
  }
  return { path, error };
}

function asFolder(what: Look): Refusal {
  if (what === 'nothing') return 'ENOENT';
  return what === 'file' ? 'ENOTDIR' : null;
}

function look(files: SyncFiles, path: string): Look {
  try {
    const stats = files.lstatSync?.(path) as Readonly<Record<string, () => boolean>>;
    if (stats.isSymbolicLink?.() === true) return 'link';
    return stats.isDirectory?.() === true ? 'folder' : 'file';
  } catch (error) {
    // What may not be looked at is for memfs to refuse.
    return (error as { readonly code?: unknown }).code === 'ENOENT' ? 'nothing' : 'unknown';
  }
}

const isTooLong = (text: string): boolean =>
  text.length > MAX_NAME / 4 &&
  (Buffer.from(text).length > MAX_PATH ||
    text.split('/').some((name) => Buffer.from(name).length > MAX_NAME));
