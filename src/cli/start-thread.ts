import { Worker } from 'node:worker_threads';

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

/** @param entry URL of a module of ours, in TypeScript */
export function startThread(entry: string): Worker {
  return new Worker(BOOTSTRAP, { eval: true, workerData: entry });
}
