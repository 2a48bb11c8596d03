import { LeakproofError, type DatabaseAssets } from '../../contract/index.ts';
import type { EngineState } from '../index.ts';
import filesUrl from '../../../.engine/pglite.data.gz?url';
import imageUrl from '../../../.engine/image.tar.gz?url';
import moduleUrl from '../../../.engine/pglite.wasm.gz?url';
import sizesText from '../../../.engine/sizes.json?raw';
import vectorUrl from '../../../.engine/vector.tar.gz?url';

type Part = 'module' | 'files' | 'image' | 'vector';

/** Steps in the words of the status line. */
const STEPS: Readonly<Record<Part, string>> = {
  module: 'fetching PostgreSQL',
  files: "fetching the server's files",
  image: 'fetching the database',
  vector: 'fetching pgvector',
};

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Milliseconds between two reports: each draws the page anew, and hundreds of chunks arrive. */
const REPORT_EVERY = 100;

/**
 * Fetches what a database boots from, compiles the server as it streams in, and reports the bytes.
 * @throws LeakproofError `download-failed` naming the file
 */
export async function downloadAssets(
  report: (state: EngineState) => void,
): Promise<DatabaseAssets> {
  const sizes = JSON.parse(sizesText) as Readonly<Record<Part, number>>;
  const total = sizes.module + sizes.files + sizes.image + sizes.vector;
  const loaded: Record<Part, number> = { module: 0, files: 0, image: 0, vector: 0 };
  let reported = Number.NEGATIVE_INFINITY;
  // Where one part fails, the others are of no more use, and of no more interest.
  const ending = new AbortController();
  const open = (part: Part, url: string): Promise<{ bytes: Bytes; packed: boolean }> =>
    openStream(part, url, ending.signal, (count) => {
      loaded[part] += count;
      const now = performance.now();
      if (ending.signal.aborted || now - reported < REPORT_EVERY) return;
      reported = now;
      const next = (Object.keys(loaded) as Part[]).find((name) => loaded[name] < sizes[name]);
      const sum = loaded.module + loaded.files + loaded.image + loaded.vector;
      // A host that unpacks on its own sends more bytes than were packed.
      const bytes = Math.min(sum, total);
      report({ phase: 'downloading', step: STEPS[next ?? part], loaded: bytes, total });
    });
  const unpacked = async (part: Part, url: string): Promise<Response> => {
    const { bytes, packed } = await open(part, url);
    return new Response(packed ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes, {
      headers: { 'content-type': 'application/wasm' },
    });
  };
  const compile = async (): Promise<WebAssembly.Module> => {
    const response = await unpacked('module', moduleUrl);
    return guard('module', () => WebAssembly.compileStreaming(response));
  };
  const keep = async (part: Part, url: string): Promise<Blob> => {
    const response = await unpacked(part, url);
    return guard(part, () => response.blob());
  };
  const keepPacked = async (part: Part, url: string): Promise<Blob> => {
    const { bytes, packed } = await open(part, url);
    const gzip = packed ? bytes : bytes.pipeThrough(new CompressionStream('gzip'));
    return guard(part, () => new Response(gzip).blob());
  };
  const [module, files, image, vector] = await Promise.all([
    compile(),
    keep('files', filesUrl),
    keep('image', imageUrl),
    // PGlite unpacks this one on its own, and takes it no other way.
    keepPacked('vector', vectorUrl),
  ]).catch((error: unknown) => {
    ending.abort();
    throw error;
  });
  // Lives as long as the page: every worker that boots reads it.
  return { module, files, image, vector: URL.createObjectURL(vector) };
}

/**
 * The bytes of a file as they arrive, counted, and whether they are gzip: some hosts send *.gz with
 * Content-Encoding: gzip, and then the browser has unpacked them already.
 */
async function openStream(
  part: Part,
  url: string,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<{ bytes: Bytes; packed: boolean }> {
  const response = await guard(part, () => fetch(url, { signal }));
  if (!response.ok || !response.body) throw failed(part, `the host answered ${response.status}`);
  const reader = response.body.getReader();
  const first = await guard(part, () => reader.read());
  const head = first.value ?? new Uint8Array(0);
  const bytes: Bytes = new ReadableStream({
    start(controller) {
      onBytes(head.length);
      if (head.length > 0) controller.enqueue(head);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
        return;
      }
      onBytes(value.length);
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { bytes, packed: head[0] === 0x1f && head[1] === 0x8b };
}

async function guard<T>(part: Part, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (cause) {
    throw failed(part, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function failed(part: Part, reason: string, cause?: unknown): LeakproofError {
  return new LeakproofError(
    { code: 'download-failed', message: `The page could not finish ${STEPS[part]}: ${reason}.` },
    { cause },
  );
}
