import { availableParallelism } from 'node:os';
import type { Engine } from '../engine/index.ts';
import { createNodeEngine } from './node-engine.ts';

/** Each has a database, a compiler and a sandbox's process: some 400 MB. */
const MOST_ENGINES = 4;

/**
 * Longer than a learner is made to wait: all processors are busy, and a verdict that a slow machine
 * did not reach in time would be one that changes from run to run.
 */
export const DEADLINES = { boot: 120_000, run: 60_000 } as const;

/** Engines that share the work of many verdicts, one for each processor. */
export class EnginePool {
  readonly #engines: Engine[] = [];
  readonly #size: number;

  constructor(size = Math.min(availableParallelism(), MOST_ENGINES)) {
    this.#size = size;
  }

  /**
   * Runs every job on an engine that is free. Results come in the order of the jobs, whichever is
   * done first, and each is told as soon as those before it are there.
   */
  async run<Job, Result>(
    jobs: readonly Job[],
    work: (engine: Engine, job: Job) => Promise<Result>,
    onResult: (result: Result) => void = () => undefined,
  ): Promise<Result[]> {
    const results: { readonly result: Result }[] = [];
    let next = 0;
    let told = 0;
    const take = async (engine: Engine): Promise<void> => {
      for (let at = next++; at < jobs.length; at = next++) {
        results[at] = { result: await work(engine, jobs[at] as Job) };
        for (let done = results[told]; done; done = results[++told]) onResult(done.result);
      }
    };
    while (this.#engines.length < Math.min(this.#size, jobs.length)) {
      this.#engines.push(createNodeEngine({ reuse: true, deadlines: DEADLINES }));
    }
    await Promise.all(this.#engines.map(take));
    return results.map(({ result }) => result);
  }

  dispose(): void {
    for (const engine of this.#engines) engine.dispose();
  }
}
