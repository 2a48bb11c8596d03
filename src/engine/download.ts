import { LeakproofError, type DatabaseAssets } from '../contract/index.ts';
import type { EngineState } from './api.ts';
import filesUrl from '../../.engine/pglite.data.gz?url';
import imageUrl from '../../.engine/image.tar.gz?url';
import moduleUrl from '../../.engine/pglite.wasm.gz?url';
import sizesText from '../../.engine/sizes.json?raw';
import vectorUrl from '../../.engine/vector.tar.gz?url';

type Part = 'module' | 'files' | 'image' | 'vector';

/** Steps in the words of the status line. */
const STEPS: Readonly<Record<Part, string>> = {
  module: 'fetching PostgreSQL',
  files: "fetching the server's files",
  image: 'fetching the database',
  vector: 'fetching pgvector',
};

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
  // Where one part fails, the others are of no more use, and of no more interest.
  const ending = new AbortController();
  const fetchPart = (part: Part, url: string, unpack: boolean): Promise<Response> =>
    fetchStream(part, url, unpack, ending.signal, (bytes) => {
      if (ending.signal.aborted) return;
      loaded[part] += bytes;
      const open = (Object.keys(loaded) as Part[]).find((name) => loaded[name] < sizes[name]);
      const sum = loaded.module + loaded.files + loaded.image + loaded.vector;
      // A host that unpacks on its own sends more bytes than were packed.
      report({
        phase: 'downloading',
        step: STEPS[open ?? part],
        loaded: Math.min(sum, total),
        total,
      });
    });
  const blob = async (part: Part, url: string, unpack: boolean): Promise<Blob> => {
    const response = await fetchPart(part, url, unpack);
    return guard(part, () => response.blob());
  };
  const [module, files, image, vector] = await Promise.all([
    fetchPart('module', moduleUrl, true).then((response) =>
      guard('module', () => WebAssembly.compileStreaming(response)),
    ),
    blob('files', filesUrl, true),
    blob('image', imageUrl, true),
    blob('vector', vectorUrl, false),
  ]).catch((error: unknown) => {
    ending.abort();
    throw error;
  });
  // Lives as long as the page: every worker that boots reads it.
  return { module, files, image, vector: URL.createObjectURL(vector) };
}

async function fetchStream(
  part: Part,
  url: string,
  unpack: boolean,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Response> {
  const response = await guard(part, () => fetch(url, { signal }));
  if (!response.ok || !response.body) throw failed(part, `the host answered ${response.status}`);
  const [first, body] = await peek(response.body);
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        onBytes(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  // Some hosts send *.gz with Content-Encoding: gzip, and the browser has unpacked it already.
  const packed = first[0] === 0x1f && first[1] === 0x8b;
  return new Response(repack(counted, packed, unpack), {
    headers: { 'content-type': 'application/wasm' },
  });
}

/** The bytes unpacked, or packed for PGlite, which unpacks pgvector's bundle on its own. */
function repack(
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
  packed: boolean,
  unpack: boolean,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (packed !== unpack) return bytes;
  return bytes.pipeThrough(
    unpack ? new DecompressionStream('gzip') : new CompressionStream('gzip'),
  );
}

/** The first chunk of a stream, and a stream that still has it. */
async function peek(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<[Uint8Array<ArrayBuffer>, ReadableStream<Uint8Array<ArrayBuffer>>]> {
  const reader = body.getReader();
  const first = (await reader.read()).value ?? new Uint8Array(0);
  const rest = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      if (first.length > 0) controller.enqueue(first);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return [first, rest];
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
