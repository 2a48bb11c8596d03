import { PGlite } from '@electric-sql/pglite';
import { pgtap } from '@electric-sql/pglite-pgtap';
import { vector } from '@electric-sql/pglite-pgvector';
import { loadNodeAssets } from '../../../../src/database/node/assets.ts';
import { readTap, type TapReport } from './tap.ts';

/** A wasm module with nothing in it: PGlite fetches initdb unless it is given one. */
const EMPTY_MODULE = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

/** Runs a file of pgTAP, exactly as it is written, as superuser on a server that is new. */
export type RunTap = (setup: string, file: string) => Promise<TapReport>;

/** A new server for each run: a setting that was set once is never unset again in its session. */
export async function openTapServers(): Promise<RunTap> {
  const assets = await loadNodeAssets();
  const [files, image] = await Promise.all([assets.files, assets.image]);
  return async (setup, file) => {
    const server = await PGlite.create({
      pgliteWasmModule: assets.module,
      initdbWasmModule: EMPTY_MODULE,
      fsBundle: new Blob([files]),
      loadDataDir: new Blob([image]),
      extensions: { vector, pgtap },
    });
    try {
      await server.exec(setup);
      const results = await server.exec(file);
      return readTap(
        results.flatMap(({ rows }) =>
          rows.flatMap((row) => Object.values(row).map((value) => String(value))),
        ),
      );
    } finally {
      await server.close();
    }
  };
}
