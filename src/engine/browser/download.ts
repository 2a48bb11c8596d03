import type { Fault, PackedFiles } from '../../contract/index.ts';

/** What a database boots from. */
export const PARTS = ['module', 'files', 'image', 'vector'] as const;
export type Part = (typeof PARTS)[number];

/** Steps in the words of the status line. */
export const STEPS: Readonly<Record<Part, string>> = {
  module: 'fetching PostgreSQL',
  files: "fetching the server's files",
  image: 'fetching the database',
  vector: 'fetching pgvector',
};

/** A download under way. A part that fails ends the others and rejects with `download-failed`. */
export interface Download {
  /** Compiled as it streamed in. */
  readonly module: Promise<WebAssembly.Module>;
  /** As they travelled: a worker unpacks them beside the compiler. */
  readonly files: Promise<PackedFiles>;
  /** Bytes so far, as they arrive. */
  readonly loaded: Readonly<Record<Part, number>>;
  /** Called when `loaded` has grown. */
  onProgress: (() => void) | undefined;
}

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Fetches what a database boots from, and compiles the server as it streams in. */
export function startDownload(urls: Readonly<Record<Part, string>>): Download {
  const loaded: Record<Part, number> = { module: 0, files: 0, image: 0, vector: 0 };
  // Where one part fails, the others are of no more use, and of no more interest.
  const ending = new AbortController();
  const open = (part: Part): Promise<Opened> =>
    openStream(part, urls[part], ending.signal, (count) => {
      loaded[part] += count;
      if (!ending.signal.aborted) download.onProgress?.();
    });
  const compile = async (): Promise<WebAssembly.Module> => {
    const { bytes, packed } = await open('module');
    const unpacked = packed ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes;
    const response = new Response(unpacked, { headers: { 'content-type': 'application/wasm' } });
    return guard('module', () => WebAssembly.compileStreaming(response));
  };
  const keep = async (part: Part): Promise<Uint8Array<ArrayBuffer>> => {
    const { bytes } = await open(part);
    return new Uint8Array(await guard(part, () => new Response(bytes).arrayBuffer()));
  };
  const keepPacked = async (part: Part): Promise<Blob> => {
    const { bytes, packed } = await open(part);
    const gzip = packed ? bytes : bytes.pipeThrough(new CompressionStream('gzip'));
    return guard(part, () => new Response(gzip).blob());
  };
  const files = async (): Promise<PackedFiles> => {
    const [server, image, vector] = await Promise.all([
      keep('files'),
      keep('image'),
      // PGlite unpacks this one on its own, and takes it no other way.
      keepPacked('vector'),
    ]);
    // Lives as long as the page: every worker that boots reads it.
    return { files: server, image, vector: URL.createObjectURL(vector) };
  };
  const orEnd = async <T>(promise: Promise<T>): Promise<T> => {
    try {
      return await promise;
    } catch (error) {
      ending.abort();
      throw error;
    }
  };
  const download: Download = {
    module: orEnd(compile()),
    files: orEnd(files()),
    loaded,
    onProgress: undefined,
  };
  // Whoever waits for one learns of it; the other's failure is its consequence.
  download.module.catch(() => undefined);
  download.files.catch(() => undefined);
  return download;
}

interface Opened {
  readonly bytes: Bytes;
  readonly packed: boolean;
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
): Promise<Opened> {
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

/** A LeakproofError without its class, which would bring the contract's schemas into the head. */
function failed(part: Part, reason: string, cause?: unknown): Error {
  const message = `The page could not finish ${STEPS[part]}: ${reason}.`;
  const fault: Fault = { code: 'download-failed', message };
  return Object.assign(new Error(message, { cause }), { name: 'LeakproofError', fault });
}
