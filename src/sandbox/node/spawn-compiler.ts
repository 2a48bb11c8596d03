import type { Worker } from 'node:worker_threads';
import type { CompileWorker } from '../compile/messages.ts';

/**
 * The compile worker of Node: a thread, since TypeScript takes as long as a text makes it take.
 * @param start runs a module of ours, in TypeScript, in a thread
 */
export function spawnCompiler(start: (entry: string) => Worker): CompileWorker {
  const thread = start(new URL('./compile-thread.ts', import.meta.url).href);
  // Whoever waits for an answer has a deadline.
  thread.unref();
  return {
    post: (request) => thread.postMessage(request),
    onMessage: (listener) => thread.on('message', listener),
    onCrash(listener) {
      thread.on('error', (error) => listener(error.message));
      thread.on('exit', (code) => listener(`it exited with code ${code}`));
    },
    terminate() {
      void thread.terminate();
    },
  };
}
