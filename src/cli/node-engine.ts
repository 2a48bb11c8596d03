import { loadPacked } from '../database/node/assets.ts';
import { StandbyEngine, type Deadlines, type Engine, type WorkerHandle } from '../engine/index.ts';
import { Compiler } from '../sandbox/index.ts';
import { ensureFiles } from '../sandbox/node/node-host.ts';
import { openProcessLine } from '../sandbox/node/process-line.ts';
import { spawnCompiler } from '../sandbox/node/spawn-compiler.ts';
import { startThread } from './start-thread.ts';

/**
 * The page's engine on worker threads: the same queue, deadlines and standbys. TypeScript is
 * compiled in a thread, and run in processes that the database's thread starts: what they send is
 * thousands of messages a verdict, which would otherwise cross the main thread.
 * @param options `reuse` keeps a thread for run after run
 */
export function createNodeEngine(
  options: { readonly deadlines?: Deadlines; readonly reuse?: true } = {},
): Engine {
  const compiler = new Compiler(() => spawnCompiler(startThread));
  return new StandbyEngine({
    spawn: spawnThread,
    load: loadPacked,
    compile: async (files, signal) => {
      compiler.prepare();
      // Not in a worker, where the time it takes would count as a realm's.
      await ensureFiles();
      return await compiler.compile(files, signal);
    },
    host: openProcessLine,
    dispose: () => {
      compiler.dispose();
    },
    ...options,
  });
}

export function spawnThread(): WorkerHandle {
  const worker = startThread(new URL('./node-worker.ts', import.meta.url).href);
  let ended = false;
  return {
    post: (request, transfer) => {
      worker.postMessage(request, [...transfer] as never[]);
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
