import type {
  FileAddresses,
  FilePart,
  Fault,
  PackedFiles,
  PartNews,
} from '../../contract/index.ts';

/** What a database boots from. */
export const PARTS = ['module', 'files', 'image', 'vector'] as const;
export type Part = (typeof PARTS)[number];

/** A download under way. Its promises reject with `download-failed`. */
export interface Download {
  /** Compiled as it streamed in. */
  readonly module: Promise<WebAssembly.Module>;
  /** As they travelled, once the worker that fetches them has all. */
  readonly files: Promise<PackedFiles>;
  /** Bytes so far, as they arrive. */
  readonly loaded: Readonly<Record<Part, number>>;
  /** Called when `loaded` has grown. */
  onProgress: (() => void) | undefined;
}

/**
 * Fetches the server and compiles it as it streams in, and lets a worker fetch the rest, which then
 * need not be told of it.
 */
export function startDownload(urls: Readonly<Record<Part, string>>, worker: Worker): Download {
  const loaded: Record<Part, number> = { module: 0, files: 0, image: 0, vector: 0 };
  const count = (part: Part, bytes: number): void => {
    loaded[part] += bytes;
    download.onProgress?.();
  };
  const ending = new AbortController();
  const files = filesFrom(worker, urls, count);
  // Where one fails, the other is of no more use.
  files.catch(() => ending.abort());
  const module = compile(urls.module, ending.signal, (bytes) => count('module', bytes));
  // Whoever waits for it learns of it.
  module.catch(() => undefined);
  const download: Download = { module, files, loaded, onProgress: undefined };
  return download;
}

function filesFrom(
  worker: Worker,
  { files, image, vector }: FileAddresses,
  count: (part: FilePart, bytes: number) => void,
): Promise<PackedFiles> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isPartNews(data)) return;
      if (data.kind === 'loaded') count(data.part, data.bytes);
      else if (data.kind === 'fetched') resolve(data.packed);
      else reject(asError(data.fault));
    });
    worker.postMessage({ kind: 'fetch', urls: { files, image, vector } });
  });
}

/** Messages of a worker that are about its download, and none of the engine's. */
export const isPartNews = (message: unknown): message is PartNews =>
  typeof message === 'object' &&
  message !== null &&
  'kind' in message &&
  (message.kind === 'loaded' || message.kind === 'fetched' || message.kind === 'not-fetched');

async function compile(
  url: string,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new Error(`the host answered ${response.status}`);
    const { bytes, packed } = await countBytes(response.body, onBytes);
    const unpacked = packed ? bytes.pipeThrough(new DecompressionStream('gzip')) : bytes;
    const headers = { 'content-type': 'application/wasm' };
    return await WebAssembly.compileStreaming(new Response(unpacked, { headers }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw asError({
      code: 'download-failed',
      message: `The page could not finish fetching PostgreSQL: ${reason}.`,
    });
  }
}

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * The bytes as they arrive, counted, and whether they are gzip: some hosts send *.gz with
 * Content-Encoding: gzip, and then the browser has unpacked them already.
 */
async function countBytes(
  body: Bytes,
  onBytes: (count: number) => void,
): Promise<{ readonly bytes: Bytes; readonly packed: boolean }> {
  const reader = body.getReader();
  const head = (await reader.read()).value ?? new Uint8Array(0);
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

/** A LeakproofError without its class, which would bring the contract's schemas into the head. */
const asError = (fault: Fault): Error =>
  Object.assign(new Error(fault.message), { name: 'LeakproofError', fault });
