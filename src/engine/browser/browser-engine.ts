import { LeakproofError, type FileTexts } from '../../contract/index.ts';
import { StandbyEngine, type Engine, type EngineState, type WorkerHandle } from '../index.ts';
import { ADDRESSES, SIZES } from './addresses.ts';
import { PARTS, startDownload, STEPS, type Download } from './download.ts';
import type { HeadStart } from './head-start.ts';

/** Milliseconds between two reports: each draws the page anew, and hundreds of chunks arrive. */
const REPORT_EVERY = 100;

/**
 * The engine of a page: workers of its own, assets from beside it.
 * @param lesson what the page will run: its slug, and its starter
 */
export function createBrowserEngine(lesson: { slug: string; starter: FileTexts }): Engine {
  const early = globalThis.leakproofHeadStart;
  globalThis.leakproofHeadStart = undefined;
  let download = early?.download;
  let worker: HeadStart | undefined = early;
  return new StandbyEngine({
    warm: { slug: lesson.slug, files: lesson.starter },
    spawn: () => {
      const begun = worker;
      worker = undefined;
      return spawnWorker(begun);
    },
    load: (report) => {
      requireBrowser();
      const begun = download ?? startDownload(ADDRESSES);
      download = undefined;
      reportProgress(begun, report);
      return begun;
    },
  });
}

/** States the bytes that have arrived, of all that were built. */
function reportProgress(download: Download, report: (state: EngineState) => void): void {
  const total = PARTS.reduce((sum, part) => sum + SIZES[part], 0);
  let reported = Number.NEGATIVE_INFINITY;
  const state = (): void => {
    const now = performance.now();
    if (now - reported < REPORT_EVERY) return;
    reported = now;
    const { loaded } = download;
    const next = PARTS.find((part) => loaded[part] < SIZES[part]) ?? 'module';
    // A host that unpacks on its own sends more bytes than were packed.
    const sum = Math.min(
      PARTS.reduce((all, part) => all + loaded[part], 0),
      total,
    );
    report({ phase: 'downloading', step: STEPS[next], loaded: sum, total });
  };
  download.onProgress = state;
  state();
}

/** @throws LeakproofError `browser-unsupported` naming what is missing */
function requireBrowser(): void {
  const missing = [
    typeof WebAssembly === 'undefined' ? 'WebAssembly' : '',
    typeof Worker === 'undefined' ? 'workers' : '',
    typeof DecompressionStream === 'undefined' ? 'DecompressionStream' : '',
  ].filter((name) => name !== '');
  if (missing.length === 0) return;
  throw new LeakproofError({
    code: 'browser-unsupported',
    message: `PostgreSQL cannot run in this browser, which lacks ${missing.join(' and ')}. The text of the lesson does not need it; any current Chrome, Firefox, Safari or Edge has it.`,
  });
}

/** @param begun a worker that was started before, to be used in place of a new one */
function spawnWorker(begun: HeadStart | undefined): WorkerHandle {
  requireBrowser();
  const worker =
    begun?.worker ?? new Worker(new URL('../../worker.ts', import.meta.url), { type: 'module' });
  return {
    post: (request) => {
      worker.postMessage(request);
    },
    onMessage: (listener) => {
      worker.addEventListener('message', (event: MessageEvent<unknown>) => {
        listener(event.data);
      });
    },
    onCrash: (listener) => {
      worker.addEventListener('error', (event) => {
        listener(event.message || 'its script did not load');
      });
      worker.addEventListener('messageerror', () => {
        listener('a message could not be read');
      });
      if (begun?.crashed !== undefined) listener(begun.crashed);
    },
    terminate: () => {
      worker.terminate();
    },
  };
}
