import { startDownload, type Download } from './download.ts';

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
 * Begins what takes longest while the page is still being parsed: the downloads, the compiler, and
 * a worker. A browser puts module scripts off until it has painted, so this is a classic script of
 * its own; see `src/content/head-start-plugin.ts`.
 * Does nothing where something is missing: the engine then says so.
 * @param addresses of the server's `module` and of the `worker`, relative to the page
 */
export function headStart(addresses: DOMStringMap): HeadStart | undefined {
  const urlOf = (name: string): string => new URL(addresses[name] ?? '', document.baseURI).href;
  if (!canRun() || !('module' in addresses && 'worker' in addresses)) return undefined;
  const worker = new Worker(urlOf('worker'), { type: 'module', name: 'fetching' });
  const download = startDownload(urlOf('module'), worker);
  const start: HeadStart = { download, worker, crashed: undefined };
  worker.addEventListener('error', (event) => {
    start.crashed ??= event.message || 'its script did not load';
  });
  return start;
}

const canRun = (): boolean =>
  [typeof WebAssembly, typeof Worker, typeof DecompressionStream].every(
    (type) => type !== 'undefined',
  );
