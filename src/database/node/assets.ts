import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DatabaseAssets } from '../../contract/index.ts';
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
    files: new Blob([files]),
    image: new Blob([image]),
    vector: pathToFileURL(ENGINE_FILES.vector).href,
  };
}
