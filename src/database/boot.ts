import { PGlite, type Extension } from '@electric-sql/pglite';
import { LeakproofError, type DatabaseAssets } from '../contract/index.ts';

/** A wasm module with nothing in it. PGlite fetches initdb unless it is given one; we never run it. */
const EMPTY_MODULE = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

/**
 * Bytes where PGlite wants a Blob. A real one would take them to another process and back, and
 * would have to be complete before the server starts.
 */
class HeldBlob extends Blob {
  readonly #bytes: Promise<Uint8Array<ArrayBuffer>>;
  readonly #kept: boolean;

  /**
   * @param kept whether PGlite goes on using what it gets: then that is a copy, since the next boot
   *   reads these bytes again
   */
  constructor(bytes: Promise<Uint8Array<ArrayBuffer>>, kept: boolean) {
    super();
    this.#bytes = bytes;
    this.#kept = kept;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = await this.#bytes;
    return this.#kept || bytes.byteLength !== bytes.buffer.byteLength
      ? bytes.slice().buffer
      : bytes.buffer;
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
 * Starts PostgreSQL from the prepared data directory: no initdb, no request to the network.
 * @throws LeakproofError `worker-crashed` when the server does not start.
 */
export async function bootPglite(assets: DatabaseAssets): Promise<PGlite> {
  const vector: Extension = {
    name: 'vector',
    setup: async () => ({ bundlePath: new URL(await assets.vector) }),
  };
  try {
    const pglite = new BarePGlite({
      pgliteWasmModule: assets.module,
      initdbWasmModule: EMPTY_MODULE,
      fsBundle: new HeldBlob(assets.files, true),
      // Its files are written from it, into memory of their own.
      loadDataDir: new HeldBlob(assets.image, false),
      extensions: { vector },
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

/**
 * The version of an extension that CREATE EXTENSION would install, from its control file.
 * @returns undefined where the server has no such extension
 */
export function installedVersion(pglite: PGlite, extension: string): string | undefined {
  const file = `${EXTENSIONS}/${extension}.control`;
  const { FS } = pglite.Module as unknown as { FS: ServerFiles };
  if (!FS.analyzePath(file).exists) return undefined;
  const text = FS.readFile(file, { encoding: 'utf8' });
  return /^default_version = '([^']+)'/m.exec(text)?.[1];
}

/** Of Emscripten's file system, what we use of it. */
interface ServerFiles {
  analyzePath(path: string): { readonly exists: boolean };
  readFile(path: string, options: { readonly encoding: 'utf8' }): string;
}

/** Where PGlite's build looks for them: `pg_config --sharedir`. */
const EXTENSIONS = '/pglite/share/postgresql/extension';
