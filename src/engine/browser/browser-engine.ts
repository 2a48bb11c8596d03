import { isModulePath, LeakproofError, type FileTexts } from '../../contract/index.ts';
import { ADDRESSES, SIZES } from '../../fetching/browser/addresses.ts';
import { PART_STEPS, PARTS } from '../../fetching/index.ts';
import { StandbyEngine, type Engine, type EngineState, type WorkerHandle } from '../index.ts';
import { isPartNews, startDownload, type Download } from './download.ts';
import type { HeadStart } from './head-start.ts';
import { typeScriptParts } from './typescript-parts.ts';

/** Milliseconds between two reports: each draws the page anew, and hundreds of chunks arrive. */
const REPORT_EVERY = 100;

/**
 * The engine of a page: workers of its own, assets from beside it. Only a lesson with TypeScript
 * gets a compiler and a sandbox.
 * @param lesson what the page will run: its slug, and its starter
 */
export function createBrowserEngine(lesson: { slug: string; starter: FileTexts }): Engine {
  let begun = globalThis.leakproofHeadStart;
  globalThis.leakproofHeadStart = undefined;
  /** Begun with a worker that fetches, by the head of the page or by the engine's first. */
  let download: Download | undefined;
  return new StandbyEngine({
    warm: { slug: lesson.slug, files: lesson.starter },
    spawn: () => {
      requireBrowser();
      if (download) return handleOf(newWorker());
      const start = begun ?? startAnew();
      begun = undefined;
      download = start.download;
      return handleOf(start.worker, start);
    },
    load: (report) => {
      requireBrowser();
      if (!download) throw new Error('A worker is started before it is loaded for.');
      const current = download;
      // After a failure the next worker begins anew.
      const again = (): void => {
        if (download === current) download = undefined;
      };
      current.module.catch(again);
      current.files.catch(again);
      reportProgress(current, report);
      return current;
    },
    whenShown,
    ...(Object.keys(lesson.starter).some(isModulePath) ? typeScriptParts() : {}),
  });
}

/** Elements are drawn in the next frame; a page that is hidden has none. */
function whenShown(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, 250);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(resolve);
    });
  });
}

const newWorker = (): Worker =>
  new Worker(new URL('../../worker.ts', import.meta.url), { type: 'module' });

function startAnew(): HeadStart {
  const worker = new Worker(new URL('../../worker.ts', import.meta.url), {
    type: 'module',
    name: 'fetching',
  });
  return { worker, download: startDownload(ADDRESSES.module, worker), crashed: undefined };
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
    report({ phase: 'downloading', step: PART_STEPS[next], loaded: sum, total });
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

/** @param start where the worker fetches for all of them */
function handleOf(worker: Worker, start?: HeadStart): WorkerHandle {
  return {
    fetches: start !== undefined,
    post: (request, transfer) => {
      // Ports of this realm: the page's own, whatever the interface calls them.
      worker.postMessage(request, [...transfer] as MessagePort[]);
    },
    onMessage: (listener) => {
      worker.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (!isPartNews(event.data)) listener(event.data);
      });
    },
    onCrash: (listener) => {
      worker.addEventListener('error', (event) => {
        listener(event.message || 'its script did not load');
      });
      worker.addEventListener('messageerror', () => {
        listener('a message could not be read');
      });
      if (start?.crashed !== undefined) listener(start.crashed);
    },
    terminate: () => {
      worker.terminate();
      start?.download.abandon();
    },
  };
}
