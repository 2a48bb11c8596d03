import type { PGlite } from '@electric-sql/pglite';

/**
 * Of Emscripten's file system, what we use of it.
 * Source: Emscripten, API reference, File System API.
 */
export interface ServerFs {
  analyzePath(path: string): { readonly exists: boolean };
  readFile(path: string): Uint8Array;
  readFile(path: string, options: { readonly encoding: 'utf8' }): string;
  readdir(path: string): readonly string[];
  stat(path: string): { readonly mode: number };
  isDir(mode: number): boolean;
  mkdirTree(path: string): void;
  create(path: string): FileNode;
}

/** A file in memory. */
export interface FileNode {
  contents: Uint8Array;
  usedBytes: number;
  /** One object for all files. */
  readonly stream_ops: { write: Writing; msync: Writing };
}

/** What changes a file's bytes. */
export type Writing = (stream: { readonly node: FileNode }, ...rest: readonly unknown[]) => number;

/** The file system of a server that is running. PGlite's types know less of it than is there. */
export const serverFs = (pglite: PGlite): ServerFs =>
  (pglite.Module as { readonly FS: unknown }).FS as ServerFs;

/** Where PGlite's build looks for extensions: `pg_config --sharedir`, `pg_config --pkglibdir`. */
export const EXTENSIONS = '/pglite/share/postgresql/extension';
export const LIBRARIES = '/pglite/lib/postgresql';

/** PGlite's data directory. */
export const DATA = '/pglite/data';

/**
 * The version of an extension that CREATE EXTENSION would install, from its control file.
 * @returns undefined where the server has no such extension
 */
export function installedVersion(pglite: PGlite, extension: string): string | undefined {
  const file = `${EXTENSIONS}/${extension}.control`;
  const fs = serverFs(pglite);
  if (!fs.analyzePath(file).exists) return undefined;
  const text = fs.readFile(file, { encoding: 'utf8' });
  return /^default_version = '([^']+)'/m.exec(text)?.[1];
}
