import { openDatabase } from '../../src/database/index.ts';
import { fetchFiles, unpackBytes, unpackFiles } from '../../src/fetching/index.ts';
import type { Database, DatabaseAssets } from '../../src/contract/index.ts';

/** A PGlite database in whichever realm the test runs: Node, or a page in Chromium. */
export async function openTestDatabase(): Promise<Database> {
  return openDatabase(await loadAssets());
}

let assets: Promise<DatabaseAssets> | undefined;

/** What databases boot from, loaded once for a test file. */
export function loadAssets(): Promise<DatabaseAssets> {
  assets ??= inNode() ? loadFromDisk() : downloadAssets();
  return assets;
}

const inNode = (): boolean => !('window' in globalThis);

async function loadFromDisk(): Promise<DatabaseAssets> {
  const { loadNodeAssets } = await import('../../src/database/node/assets.ts');
  return loadNodeAssets();
}

/** In a page, or in a worker of one. */
export async function downloadAssets(): Promise<DatabaseAssets> {
  const { ADDRESSES } = await import('../../src/fetching/browser/addresses.ts');
  const packed = fetchFiles(ADDRESSES, () => undefined);
  const response = await fetch(ADDRESSES.module);
  const wasm = await unpackBytes(new Uint8Array(await response.arrayBuffer()));
  return { module: await WebAssembly.compile(wasm), ...unpackFiles(packed) };
}
