/** The program's files, in memory: fresh at each start, with links and modes. */

declare module 'node:fs' {
  import * as promises from 'node:fs/promises';
  export { promises };

  export type PathLike = string | Buffer | URL;
  export type Mode = number | string;
  export type OpenMode = number | string;
  export interface MakeDirectoryOptions {
    recursive?: boolean | undefined;
    mode?: Mode | undefined;
  }
  export interface RmOptions {
    force?: boolean | undefined;
    recursive?: boolean | undefined;
  }
  export type WriteOptions =
    { encoding?: BufferEncoding | null; mode?: Mode; flag?: string } | BufferEncoding | null;

  interface StatsBase<T> {
    isFile(): boolean;
    isDirectory(): boolean;
    isSymbolicLink(): boolean;
    ino: T;
    mode: T;
    nlink: T;
    size: T;
    mtimeMs: T;
    atime: Date;
    mtime: Date;
    ctime: Date;
    birthtime: Date;
  }
  export interface Stats extends StatsBase<number> {}
  export interface BigIntStats extends StatsBase<bigint> {}
  export interface Dirent {
    name: string;
    parentPath: string;
    isFile(): boolean;
    isDirectory(): boolean;
    isSymbolicLink(): boolean;
  }

  export namespace constants {
    const F_OK: number;
    const R_OK: number;
    const W_OK: number;
    const X_OK: number;
    const COPYFILE_EXCL: number;
    const O_RDONLY: number;
    const O_WRONLY: number;
    const O_RDWR: number;
    const O_CREAT: number;
    const O_EXCL: number;
    const O_TRUNC: number;
    const O_APPEND: number;
    const O_NOFOLLOW: number;
  }

  export function accessSync(path: PathLike, mode?: number): void;
  export function appendFileSync(
    path: PathLike,
    data: string | Uint8Array,
    options?: WriteOptions,
  ): void;
  export function chmodSync(path: PathLike, mode: Mode): void;
  export function closeSync(fd: number): void;
  export function copyFileSync(from: PathLike, to: PathLike, mode?: number): void;
  export function existsSync(path: PathLike): boolean;
  export function linkSync(existing: PathLike, path: PathLike): void;
  export function lstatSync(path: PathLike): Stats;
  export function mkdirSync(
    path: PathLike,
    options: MakeDirectoryOptions & { recursive: true },
  ): string | undefined;
  export function mkdirSync(
    path: PathLike,
    options?: Mode | MakeDirectoryOptions,
  ): string | undefined;
  export function mkdtempSync(prefix: string): string;
  export function openSync(path: PathLike, flags: OpenMode, mode?: Mode | null): number;
  export function readdirSync(path: PathLike, options?: BufferEncoding | null): string[];
  export function readdirSync(
    path: PathLike,
    options: { encoding: BufferEncoding | null; withFileTypes?: false; recursive?: boolean },
  ): string[];
  export function readdirSync(
    path: PathLike,
    options: { withFileTypes: true; recursive?: boolean },
  ): Dirent[];
  export function readFileSync(
    path: PathLike | number,
    options?: { encoding?: null; flag?: string } | null,
  ): Buffer;
  export function readFileSync(
    path: PathLike | number,
    options: { encoding: BufferEncoding; flag?: string } | BufferEncoding,
  ): string;
  export function readlinkSync(path: PathLike): string;
  export const realpathSync: { (path: PathLike): string };
  export function renameSync(from: PathLike, to: PathLike): void;
  export function rmSync(path: PathLike, options?: RmOptions): void;
  export function rmdirSync(path: PathLike): void;
  export function statSync(path: PathLike): Stats;
  export function symlinkSync(
    target: PathLike,
    path: PathLike,
    type?: 'dir' | 'file' | 'junction' | null,
  ): void;
  export function truncateSync(path: PathLike, length?: number): void;
  export function unlinkSync(path: PathLike): void;
  export function utimesSync(path: PathLike, accessed: number | Date, changed: number | Date): void;
  export function writeFileSync(
    path: PathLike | number,
    data: string | Uint8Array,
    options?: WriteOptions,
  ): void;

  type Callback<T> = (error: NodeJS.ErrnoException | null, result: T) => void;
  type Done = (error: NodeJS.ErrnoException | null) => void;
  export function access(path: PathLike, callback: Done): void;
  export function mkdir(path: PathLike, callback: Done): void;
  export function readdir(path: PathLike, callback: Callback<string[]>): void;
  export function readFile(path: PathLike | number, callback: Callback<Buffer>): void;
  export function readFile(
    path: PathLike | number,
    options: { encoding: BufferEncoding } | BufferEncoding,
    callback: Callback<string>,
  ): void;
  export function realpath(path: PathLike, callback: Callback<string>): void;
  export function rm(path: PathLike, options: RmOptions, callback: Done): void;
  export function stat(path: PathLike, callback: Callback<Stats>): void;
  export function unlink(path: PathLike, callback: Done): void;
  export function writeFile(
    path: PathLike | number,
    data: string | Uint8Array,
    callback: Done,
  ): void;
}
