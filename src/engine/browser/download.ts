import type { FilePart, PackedFiles, PartNews } from '../../contract/index.ts';
import { asError, guard, openFile, PART_STEPS, unpack, type Part } from '../../fetching/index.ts';

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
  /** The worker that fetched is gone: what it has not handed over will not come. */
  abandon(): void;
}

/**
 * Fetches the server and compiles it as it streams in, while a worker fetches the rest.
 * @param worker one whose name is `fetching`
 */
export function startDownload(moduleUrl: string, worker: Worker): Download {
  const loaded: Record<Part, number> = { module: 0, files: 0, image: 0 };
  const count = (part: Part, bytes: number): void => {
    loaded[part] += bytes;
    download.onProgress?.();
  };
  const ending = new AbortController();
  let abandon: () => void = () => undefined;
  const abandoned = new Promise<never>((_resolve, reject) => {
    abandon = () => {
      const message = 'The worker that fetched the database was stopped.';
      reject(asError({ code: 'worker-crashed', message }));
    };
  });
  const files = Promise.race([filesFrom(worker, count), abandoned]);
  // Where one fails, the other is of no more use, and has nothing to add to what went wrong.
  files.catch((error: unknown) => ending.abort(error));
  const compiled = compile(moduleUrl, ending.signal, (bytes) => count('module', bytes));
  const module = compiled.catch((error: unknown) => {
    throw ending.signal.aborted ? ending.signal.reason : error;
  });
  // Whoever waits for it learns of it.
  module.catch(() => undefined);
  const download: Download = { module, files, loaded, onProgress: undefined, abandon };
  return download;
}

function filesFrom(
  worker: Worker,
  count: (part: FilePart, bytes: number) => void,
): Promise<PackedFiles> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isPartNews(data)) return;
      if (data.kind === 'loaded') count(data.part, data.bytes);
      else if (data.kind === 'fetched') resolve(data.packed);
      else reject(asError(data.fault));
    });
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
  const step = PART_STEPS.module;
  const bytes = unpack(await openFile(step, url, signal, onBytes));
  const headers = { 'content-type': 'application/wasm' };
  return guard(step, () => WebAssembly.compileStreaming(new Response(bytes, { headers })));
}
