import { PARTS, startDownload, type Download, type Part } from './download.ts';

/** What was begun before the page's own script ran. */
export interface HeadStart {
  readonly download: Download;
  readonly worker: Worker;
  /** Why the worker is of no use, once that is so. */
  crashed: string | undefined;
}

declare global {
  /** Set by the script in a lesson's head, and taken by the first engine. */
  var leakproofHeadStart: HeadStart | undefined;
}

/**
 * Begins what takes longest while the page is still being parsed: the downloads, whose addresses
 * stand in the head as preloads, the compiler, and a worker. A browser puts module scripts off
 * until it has painted, so this is a classic script of its own; see `head-start-plugin.ts`.
 * Does nothing where something is missing: the engine then says so.
 * @param workerUrl of the database worker's script, absolute
 */
export function headStart(workerUrl: string): HeadStart | undefined {
  const urls: Partial<Record<Part, string>> = {};
  for (const part of PARTS) {
    const link = document.querySelector<HTMLLinkElement>(`link[data-part="${part}"]`);
    if (link) urls[part] = link.href;
  }
  if (!isComplete(urls) || !canRun()) return undefined;
  const worker = new Worker(workerUrl, { type: 'module' });
  const start: HeadStart = { download: startDownload(urls), worker, crashed: undefined };
  worker.addEventListener('error', (event) => {
    start.crashed ??= event.message || 'its script did not load';
  });
  return start;
}

const isComplete = (urls: Partial<Record<Part, string>>): urls is Record<Part, string> =>
  PARTS.every((part) => urls[part] !== undefined);

const canRun = (): boolean =>
  [typeof WebAssembly, typeof Worker, typeof DecompressionStream].every(
    (type) => type !== 'undefined',
  );
