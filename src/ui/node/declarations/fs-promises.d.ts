/** The program's files, in memory, with promises. */

declare module 'node:fs/promises' {
  import type {
    BigIntStats,
    Dirent,
    MakeDirectoryOptions,
    Mode,
    OpenMode,
    PathLike,
    RmOptions,
    Stats,
    WriteOptions,
  } from 'node:fs';

  export interface FileHandle {
    readonly fd: number;
    readFile(options?: { encoding?: null } | null): Promise<Buffer>;
    readFile(options: { encoding: BufferEncoding } | BufferEncoding): Promise<string>;
    writeFile(data: string | Uint8Array, options?: WriteOptions): Promise<void>;
    appendFile(data: string | Uint8Array, options?: WriteOptions): Promise<void>;
    stat(): Promise<Stats>;
    truncate(length?: number): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }
  export const constants: typeof import('node:fs').constants;
  export function access(path: PathLike, mode?: number): Promise<void>;
  export function appendFile(
    path: PathLike,
    data: string | Uint8Array,
    options?: WriteOptions,
  ): Promise<void>;
  export function chmod(path: PathLike, mode: Mode): Promise<void>;
  export function copyFile(from: PathLike, to: PathLike, mode?: number): Promise<void>;
  export function link(existing: PathLike, path: PathLike): Promise<void>;
  /** What there is at the path itself: of a link, the link. */
  export function lstat(path: PathLike): Promise<Stats>;
  export function mkdir(
    path: PathLike,
    options: MakeDirectoryOptions & { recursive: true },
  ): Promise<string | undefined>;
  export function mkdir(
    path: PathLike,
    options?: Mode | MakeDirectoryOptions,
  ): Promise<string | undefined>;
  export function mkdtemp(prefix: string): Promise<string>;
  export function open(path: PathLike, flags?: OpenMode, mode?: Mode): Promise<FileHandle>;
  export function readdir(path: PathLike, options?: BufferEncoding | null): Promise<string[]>;
  export function readdir(
    path: PathLike,
    options: { encoding: BufferEncoding | null; withFileTypes?: false; recursive?: boolean },
  ): Promise<string[]>;
  export function readdir(
    path: PathLike,
    options: { withFileTypes: true; recursive?: boolean },
  ): Promise<Dirent[]>;
  export function readFile(
    path: PathLike,
    options?: { encoding?: null; flag?: OpenMode } | null,
  ): Promise<Buffer>;
  export function readFile(
    path: PathLike,
    options: { encoding: BufferEncoding; flag?: OpenMode } | BufferEncoding,
  ): Promise<string>;
  export function readlink(path: PathLike): Promise<string>;
  /** The absolute path with every link followed; rejects with `ENOENT` where there is nothing. */
  export function realpath(path: PathLike): Promise<string>;
  export function rename(from: PathLike, to: PathLike): Promise<void>;
  export function rm(path: PathLike, options?: RmOptions): Promise<void>;
  export function rmdir(path: PathLike): Promise<void>;
  export function stat(path: PathLike): Promise<Stats>;
  export function stat(path: PathLike, options: { bigint: true }): Promise<BigIntStats>;
  export function symlink(target: PathLike, path: PathLike, type?: string | null): Promise<void>;
  export function truncate(path: PathLike, length?: number): Promise<void>;
  export function unlink(path: PathLike): Promise<void>;
  export function utimes(
    path: PathLike,
    accessed: number | Date,
    changed: number | Date,
  ): Promise<void>;
  export function writeFile(
    path: PathLike,
    data: string | Uint8Array,
    options?: WriteOptions,
  ): Promise<void>;
}
