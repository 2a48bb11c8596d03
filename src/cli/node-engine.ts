import { Worker } from 'node:worker_threads';
import { loadPacked } from '../database/node/assets.ts';
import { StandbyEngine, type Deadlines, type Engine, type WorkerHandle } from '../engine/index.ts';

/**
 * The page's engine on worker threads: the same queue, deadlines and standbys.
 * @param options `reuse` keeps a thread for run after run
 */
export function createNodeEngine(
  options: { readonly deadlines?: Deadlines; readonly reuse?: true } = {},
): Engine {
  return new StandbyEngine({ spawn: spawnThread, load: loadPacked, ...options });
}

/**
 * A thread does not inherit tsx's hooks on Node 20, so it registers them before it loads the
 * worker's TypeScript, whatever started the process.
 */
const BOOTSTRAP = `
  const { workerData } = require('node:worker_threads');
  import('${import.meta.resolve('tsx/esm/api')}').then(({ register }) => {
    register();
    return import(workerData);
  });
`;

export function spawnThread(): WorkerHandle {
  const worker = new Worker(BOOTSTRAP, {
    eval: true,
    workerData: new URL('./node-worker.ts', import.meta.url).href,
  });
  let ended = false;
  return {
    post: (request) => {
      worker.postMessage(request);
    },
    onMessage: (listener) => worker.on('message', listener),
    onCrash: (listener) => {
      worker.on('error', (error) => {
        listener(error.message);
      });
      worker.on('exit', (code) => {
        if (!ended) listener(`it exited with code ${code}`);
      });
    },
    terminate: () => {
      ended = true;
      void worker.terminate();
    },
  };
}
