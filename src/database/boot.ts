import { PGlite, type Extension } from '@electric-sql/pglite';
import { LeakproofError, type DatabaseAssets } from '../contract/index.ts';

/** A wasm module with nothing in it. PGlite fetches initdb unless it is given one; we never run it. */
const EMPTY_MODULE = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

/** Bytes where PGlite wants a Blob. A real one takes them to another process and back. */
class HeldBlob extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super();
    this.#bytes = bytes;
  }

  override get size(): number {
    return this.#bytes.length;
  }

  /** A copy: PGlite keeps what it gets, and the next boot reads these bytes again. */
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.slice().buffer);
  }
}

/**
 * Starts PostgreSQL from the prepared data directory: no initdb, no request to the network.
 * @throws LeakproofError `worker-crashed` when the server does not start.
 */
export async function bootPglite(assets: DatabaseAssets): Promise<PGlite> {
  const vector: Extension = {
    name: 'vector',
    setup: () => Promise.resolve({ bundlePath: new URL(assets.vector) }),
  };
  try {
    return await PGlite.create({
      pgliteWasmModule: assets.module,
      initdbWasmModule: EMPTY_MODULE,
      fsBundle: new HeldBlob(assets.files),
      loadDataDir: new HeldBlob(assets.image),
      extensions: { vector },
    });
  } catch (cause) {
    throw new LeakproofError(
      { code: 'worker-crashed', message: 'PostgreSQL did not start from its image.' },
      { cause },
    );
  }
}
