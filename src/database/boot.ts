import { PGlite } from '@electric-sql/pglite';
import { LeakproofError, type DatabaseAssets } from '../contract/index.ts';
import { SharedFiles } from './shared-files.ts';

/** A wasm module with nothing in it. PGlite fetches initdb unless it is given one; we never run it. */
const EMPTY_MODULE = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

/**
 * Bytes where PGlite wants a Blob. A real one would take them to another process and back, and
 * would have to be complete before the server starts.
 */
class HeldBlob extends Blob {
  readonly #bytes: Promise<Uint8Array<ArrayBuffer>>;

  constructor(bytes: Promise<Uint8Array<ArrayBuffer>>) {
    super();
    this.#bytes = bytes;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#bytes).buffer;
  }
}

/**
 * PGlite without the question it asks of pg_type as soon as it has started, which takes a third of
 * the time until then. It learns from it how to parse arrays for `query()`; nothing here calls that.
 */
class BarePGlite extends PGlite {
  override _initArrayTypes(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Starts PostgreSQL from the prepared image: no initdb, no request to the network.
 * @throws LeakproofError `worker-crashed` when the server does not start.
 */
export async function bootPglite(assets: DatabaseAssets): Promise<PGlite> {
  try {
    const pglite = new BarePGlite({
      pgliteWasmModule: assets.module,
      initdbWasmModule: EMPTY_MODULE,
      fsBundle: new HeldBlob(assets.files),
      fs: new SharedFiles(assets.image, assets.files),
    });
    await pglite.waitReady;
    return pglite;
  } catch (cause) {
    throw new LeakproofError(
      { code: 'worker-crashed', message: 'PostgreSQL did not start from its image.' },
      { cause },
    );
  }
}
