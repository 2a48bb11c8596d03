import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DatabaseAssets, PackedFiles } from '../../contract/index.ts';
import { ENGINE_FILES, ensureEngineFiles } from './engine-files.ts';

/** What a database boots from, read from disk; builds the files first when they are missing. */
export async function loadNodeAssets(): Promise<DatabaseAssets> {
  await ensureEngineFiles();
  const unpack = promisify(gunzip);
  const read = async (file: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await unpack(await readFile(file)));
  const [wasm, files, image] = await Promise.all([
    read(ENGINE_FILES.module),
    read(ENGINE_FILES.files),
    read(ENGINE_FILES.image),
  ]);
  return {
    module: await WebAssembly.compile(wasm),
    files: Promise.resolve(files),
    image: Promise.resolve(image),
  };
}

/** The same as it lies on disk: what goes to a worker, which unpacks it. */
export function loadPacked(): {
  readonly module: Promise<WebAssembly.Module>;
  readonly files: Promise<PackedFiles>;
} {
  const there = ensureEngineFiles();
  const read = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
    await there;
    return new Uint8Array(await readFile(file));
  };
  const module = async (): Promise<WebAssembly.Module> => {
    await there;
    return WebAssembly.compile(await promisify(gunzip)(await readFile(ENGINE_FILES.module)));
  };
  const files = async (): Promise<PackedFiles> => ({
    files: await read(ENGINE_FILES.files),
    image: await read(ENGINE_FILES.image),
  });
  return { module: module(), files: files() };
}
