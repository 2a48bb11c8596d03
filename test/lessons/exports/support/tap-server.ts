import { PGlite } from '@electric-sql/pglite';
import { pgtap } from '@electric-sql/pglite-pgtap';
import { loadNodeAssets } from '../../../../src/database/node/assets.ts';
import { SharedFiles } from '../../../../src/database/shared-files.ts';
import { readTap, type TapReport } from './tap.ts';

/** A wasm module with nothing in it: PGlite fetches initdb unless it is given one. */
const EMPTY_MODULE = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

/** Runs a file of pgTAP, exactly as it is written, as superuser on a server that is new. */
export type RunTap = (setup: string, file: string) => Promise<TapReport>;

/** A new server for each run: a setting that was set once is never unset again in its session. */
export async function openTapServers(): Promise<RunTap> {
  const assets = await loadNodeAssets();
  const files = new Blob([await assets.files]);
  return async (setup, file) => {
    const server = await PGlite.create({
      pgliteWasmModule: assets.module,
      initdbWasmModule: EMPTY_MODULE,
      fsBundle: files,
      fs: new SharedFiles(assets.image, assets.files),
      extensions: { pgtap },
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
