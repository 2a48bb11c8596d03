/* eslint-disable @typescript-eslint/prefer-promise-reject-errors -- what was caught is passed on */

import { createFsFromVolume, Volume } from 'memfs';
import type { SandboxWorld } from '../../../contract/index.ts';
import { reply } from '../core/gates.ts';
import { missing } from '../core/missing.ts';
import { FileHandle, type SyncFiles } from './file-handle.ts';
import { absolute, pathOf, WORKING_DIRECTORY } from './file-path.ts';
import { asNodeDoes } from './file-quirks.ts';
import { perform, type Done } from './file-trace.ts';

type AnyFunction = (...args: unknown[]) => unknown;
type Module = Record<string, unknown>;

/** Operations that exist as `x`, `xSync` and, but for those on descriptors, `promises.x`. */
const ON_PATHS = (
  'access appendFile chmod chown copyFile cp lchmod lchown link lstat lutimes mkdir mkdtemp opendir ' +
  'readdir readFile readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes writeFile'
).split(' ');
const ON_DESCRIPTORS =
  'close fchmod fchown fdatasync fstat fsync ftruncate futimes read readv write writev'.split(' ');

const newDisk = (): Readonly<Record<string, unknown>> =>
  createFsFromVolume(new Volume()) as unknown as Readonly<Record<string, unknown>>;

/** Made with the first load, when the runtime stands. */
let disk: ReturnType<typeof newDisk> = {};

/** A new load finds the files of the lesson alone, unless it is to find what the load before left. */
export function resetFiles(files: SandboxWorld['files']): void {
  disk = newDisk();
  fill(disk as SyncFiles, files);
}

/**
 * `node:fs` and `node:fs/promises` on memfs, with the files of this load, which belong
 * to the user that the program runs as (uid 1000). Every path that is touched is traced. An
 * operation takes effect when it is called and is answered later, by a gate where replies are
 * gated. Not emulated: streams, `watch`, `globSync`; a descriptor stays open until it is closed.
 */
export function makeFileSystem(): { readonly fs: Module; readonly promises: Module } {
  const memory = disk;
  const sync = memory as SyncFiles;
  const asNode = asNodeDoes(sync, (folder) => {
    perform('readdir', () => undefined, [folder], sync);
  });
  const operation = (name: string): AnyFunction =>
    (asNode[name] ?? sync[`${name}Sync`]) as AnyFunction;

  const fs: Module = {};
  const promises: Module = {};
  const answer = (what: string, done: Done): Promise<unknown> =>
    new Promise((resolve, reject) => {
      reply(what, () => {
        if ('error' in done) reject(done.error);
        else resolve(done.value);
      });
    });
  const add = (name: string, run: AnyFunction): void => {
    fs[`${name}Sync`] = (...args: unknown[]) => valueOf(perform(name, run, args, sync));
    fs[name] = (...args: unknown[]) => {
      const callback = args.pop();
      if (typeof callback !== 'function') throw notACallback();
      const done = perform(name, run, args, sync);
      reply(whatOf(name, args), () => {
        if ('error' in done) (callback as AnyFunction)(done.error);
        else (callback as AnyFunction)(null, done.value);
      });
    };
  };
  for (const name of ON_DESCRIPTORS) add(name, operation(name));
  for (const name of [...ON_PATHS, 'open']) {
    const does = operation(name);
    // memfs wants to be told how, where Node reads.
    const run: AnyFunction =
      name === 'open' ? (file, flags = 'r', mode) => does(file, flags, mode) : does;
    add(name, run);
    promises[name] = (...args: unknown[]) =>
      answer(whatOf(name, args), perform(name, run, args, sync));
  }
  const open = promises.open as (...args: unknown[]) => Promise<number>;
  promises.open = async (...args: unknown[]) =>
    new FileHandle(await open(...args), sync, (command, run) =>
      answer(whatOf(command, args), perform(command, run, [], sync)),
    );
  const exists = (path: unknown): boolean =>
    valueOf(perform('exists', operation('exists'), [path], sync)) === true;
  fs.existsSync = exists;
  fs.exists = (path: unknown, callback: AnyFunction) => {
    const there = exists(path);
    reply(whatOf('exists', [path]), () => void callback(there));
  };
  for (const name of ['constants', 'Stats', 'Dirent', 'F_OK', 'R_OK', 'W_OK', 'X_OK']) {
    fs[name] = memory[name];
  }
  promises.constants = memory.constants;
  for (const name of ['createReadStream', 'createWriteStream', 'watch', 'watchFile']) {
    fs[name] = () => missing(`This sandbox's node:fs has no ${name}: use readFile and writeFile.`);
  }
  fs.promises = promises;
  return { fs, promises };
}

function fill(sync: SyncFiles, files: SandboxWorld['files']): void {
  for (const folder of [WORKING_DIRECTORY, '/tmp']) {
    sync.mkdirSync?.(folder, { recursive: true });
  }
  for (const [path, file] of Object.entries(files)) {
    sync.mkdirSync?.(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true });
    if ('text' in file) sync.writeFileSync?.(path, file.text);
    else sync.symlinkSync?.(file.link, path);
  }
}

function valueOf(done: Done): unknown {
  if ('error' in done) throw done.error;
  return done.value;
}

function whatOf(name: string, args: readonly unknown[]): string {
  const path = pathOf(args[name === 'symlink' ? 1 : 0]);
  return `file ${name}${path === null ? '' : ` ${absolute(path)}`}`.slice(0, 200);
}

function notACallback(): TypeError {
  return Object.assign(new TypeError('The "cb" argument must be of type function.'), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}
