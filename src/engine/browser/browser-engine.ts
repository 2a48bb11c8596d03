import { LeakproofError, type FileTexts } from '../../contract/index.ts';
import { StandbyEngine, type Engine, type WorkerHandle } from '../index.ts';
import { downloadAssets } from './download.ts';

/**
 * The engine of a page: workers of its own, assets from beside it.
 * @param lesson what the page will run: its slug, and its starter
 */
export function createBrowserEngine(lesson: { slug: string; starter: FileTexts }): Engine {
  return new StandbyEngine({
    warm: { slug: lesson.slug, files: lesson.starter },
    spawn: spawnWorker,
    load: downloadAssets,
  });
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

function spawnWorker(): WorkerHandle {
  requireBrowser();
  const worker = new Worker(new URL('../../worker.ts', import.meta.url), { type: 'module' });
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
    },
    terminate: () => {
      worker.terminate();
    },
  };
}
