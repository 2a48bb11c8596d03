import {
  LeakproofError,
  toFault,
  type AttackReport,
  type DatabaseAssets,
  type FileTexts,
  type Verdict,
  type Versions,
} from '../contract/index.ts';
import type { Engine, EngineState } from './api.ts';
import { DatabaseWorker, DEADLINES, type Deadlines } from './database-worker.ts';
import type { Spawn } from './worker-handle.ts';

/** What the engine is made of; a browser and Node bring their own. */
export interface EngineParts {
  readonly spawn: Spawn;
  /** Fetches what a database boots from, once. @throws LeakproofError `download-failed` */
  readonly load: (report: (state: EngineState) => void) => Promise<DatabaseAssets>;
  readonly deadlines?: Deadlines;
}

interface Booted {
  readonly worker: DatabaseWorker;
  readonly versions: Versions;
}

/**
 * {@link Engine} with a standby: one database is always booted ahead. A run takes it, and when
 * the run is over its database is ended and the next one boots behind the learner's back; not
 * during the run, with which it would compete for the processor.
 */
export class StandbyEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #listeners = new Set<() => void>();
  #state: EngineState = { phase: 'idle' };
  #assets: Promise<DatabaseAssets> | undefined;
  #standby: Promise<Booted> | undefined;
  /** Every worker that is alive, with what it does. */
  readonly #alive = new Set<DatabaseWorker>();
  #current: DatabaseWorker | undefined;
  #running: 'attack' | 'check' | null = null;
  /** Of the latest run; an older one no longer writes state. */
  #run = 0;
  #disposed = false;
  #startedAt = 0;
  #ready: { versions: Versions; readyMs: number } | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  get state(): EngineState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#standby || this.#disposed) return;
    // A failure is in the state already; a run that waits for the standby sees it there too.
    this.#bootStandby().catch(() => undefined);
  }

  attack(slug: string, files: FileTexts, seed: number): Promise<AttackReport> {
    return this.#take('attack', (worker) => worker.attack(slug, files, seed));
  }

  check(slug: string, files: FileTexts, seed: number): Promise<Verdict> {
    return this.#take('check', (worker) => worker.check(slug, files, seed));
  }

  cancel(): void {
    this.#run++;
    this.#running = null;
    this.#endCurrent();
    if (this.#ready) this.start();
    this.#settleState();
  }

  dispose(): void {
    this.#disposed = true;
    this.#run++;
    for (const worker of this.#alive) worker.end('cancelled', 'The page was closed.');
    this.#alive.clear();
    this.#listeners.clear();
  }

  async #take<T>(
    kind: 'attack' | 'check',
    use: (worker: DatabaseWorker) => Promise<T>,
  ): Promise<T> {
    const run = ++this.#run;
    this.#endCurrent();
    this.#running = kind;
    this.#settleState();
    try {
      const { worker } = await this.#bootStandby();
      if (run !== this.#run) throw cancelled();
      this.#standby = undefined;
      this.#current = worker;
      return await use(worker);
    } finally {
      if (run === this.#run) {
        this.#running = null;
        this.#endCurrent();
        this.start();
        this.#settleState();
      }
    }
  }

  /** The standby that is there or booting; a new one if there is none. */
  #bootStandby(): Promise<Booted> {
    this.#standby ??= this.#boot().catch((error: unknown) => {
      this.#standby = undefined;
      this.#setState({ phase: 'failed', fault: toFault(error) });
      throw error;
    });
    return this.#standby;
  }

  async #boot(): Promise<Booted> {
    const first = this.#ready === undefined;
    if (first) this.#startedAt = performance.now();
    this.#assets ??= this.#parts.load((state) => {
      this.#setState(state);
    });
    let assets: DatabaseAssets;
    try {
      assets = await this.#assets;
    } catch (error) {
      this.#assets = undefined;
      throw error;
    }
    if (this.#disposed) throw cancelled();
    if (first) this.#setState({ phase: 'booting', step: 'starting PostgreSQL' });
    const worker = new DatabaseWorker(this.#parts.spawn, this.#parts.deadlines ?? DEADLINES);
    this.#alive.add(worker);
    try {
      const versions = await worker.boot(assets);
      this.#ready ??= { versions, readyMs: performance.now() - this.#startedAt };
      this.#settleState();
      return { worker, versions };
    } catch (error) {
      this.#drop(worker);
      throw error;
    }
  }

  #endCurrent(): void {
    if (this.#current) this.#drop(this.#current);
    this.#current = undefined;
  }

  #drop(worker: DatabaseWorker): void {
    worker.end('cancelled', 'A newer run took the place of this one.');
    this.#alive.delete(worker);
  }

  /** States the facts once the engine has been ready; before that the steps of booting stand. */
  #settleState(): void {
    if (!this.#ready) return;
    this.#setState({
      phase: 'ready',
      ...this.#ready,
      // The standby counts from the moment it boots.
      databases: (this.#standby ? 1 : 0) + (this.#current ? 1 : 0),
      running: this.#running,
    });
  }

  #setState(state: EngineState): void {
    if (this.#disposed) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function cancelled(): LeakproofError {
  return new LeakproofError({
    code: 'cancelled',
    message: 'A newer run took the place of this one.',
  });
}
