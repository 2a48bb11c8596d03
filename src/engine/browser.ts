import { LeakproofError, type FileTexts } from '../contract/index.ts';
import type { Engine } from './api.ts';
import { StandbyEngine } from './standby-engine.ts';
import type { WorkerHandle } from './worker-handle.ts';

/**
 * The engine of a page: workers of its own, assets from beside it.
 * @param lesson what the page will run: its slug, and its starter
 */
export function createBrowserEngine(lesson: { slug: string; starter: FileTexts }): Engine {
  // Apart, since it names files that only a bundler can find; Node brings its own. Asked for at
  // once, so that it is there when the engine starts, and again when that failed.
  const early = import('./download.ts').catch(() => null);
  return new StandbyEngine({
    warm: { slug: lesson.slug, files: lesson.starter },
    spawn: spawnWorker,
    load: async (report) => {
      const { downloadAssets } = (await early) ?? (await import('./download.ts'));
      return downloadAssets(report);
    },
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
  const worker = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });
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
