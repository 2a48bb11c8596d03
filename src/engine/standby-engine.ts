import {
  LeakproofError,
  toFault,
  type AttackReport,
  type Fault,
  type FileTexts,
  type Program,
  type Until,
  type Verdict,
  type Versions,
  type WarmUp,
} from '../contract/index.ts';
import type { Engine, EngineRun, EngineState, WorkspaceLine } from './api.ts';
import { compileStep } from './compile-step.ts';
import { DatabaseWorker, DEADLINES, type WorkspaceSeed } from './database-worker.ts';
import type { EngineParts, Loading } from './engine-parts.ts';
import { checkOnTwo } from './shared-check.ts';

/** A worker that boots or has booted; the promise rejects when it could not. */
interface Standby {
  readonly booted: Promise<DatabaseWorker>;
  /** Once it has booted. */
  ready?: DatabaseWorker;
}

/** Databases kept ready: one for the next run, and one for the run after it. */
const READY = 2;

/**
 * {@link Engine} with standbys: databases are booted ahead, one after the other. A run takes one,
 * and when the run is over its database is ended and another boots behind the learner's back; not
 * during the run, with which it would compete for the processor. Never are more than two alive.
 */
export class StandbyEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #listeners = new Set<() => void>();
  #state: EngineState = { phase: 'idle' };
  #loading: Loading | undefined;
  /** In the order in which they will be taken. */
  #standbys: Standby[] = [];
  #booting: Standby | undefined;
  /** Until then nothing is booted. */
  #showing: Promise<void> | undefined;
  /** Every worker that was started and not ended, and those of them that have a database. */
  readonly #alive = new Set<DatabaseWorker>();
  readonly #booted = new Set<DatabaseWorker>();
  /** Workers whose run is over: they boot the next databases, with their code as warm as it got. */
  #spare: DatabaseWorker[] = [];
  /** What the latest run holds: one, or two that share a check; the console's for as long as it stands. */
  #current: readonly DatabaseWorker[] = [];
  #running: EngineRun | null = null;
  /** Of the latest run; an older one no longer writes state. */
  #run = 0;
  /** Ends what the latest run waits for while its database boots. */
  #compiling = new AbortController();
  #disposed = false;
  #startedAt = 0;
  #boots = 0;
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
    this.#fill();
  }

  attack(slug: string, files: FileTexts, seed: number): Promise<AttackReport> {
    return this.#take('attack', files, (worker, program) =>
      worker.attack({ slug, files, program, seed }),
    );
  }

  check(slug: string, files: FileTexts, seed: number, until?: Until): Promise<Verdict> {
    return this.#take('check', files, (worker, program) => {
      const run = { slug, files, program, seed };
      // A program would have to run in both, so what has one is checked on one database; and
      // whoever asks only whether a check fails may need no second world.
      const second = program === null && !until ? this.#takeSecond() : undefined;
      return second
        ? checkOnTwo(worker, second, run)
        : worker.check({ ...run, ...(until && { until }) });
    });
  }

  replay(slug: string, files: FileTexts, seed: number, check: string): Promise<Verdict> {
    // Less than a check of everything, so not worth a second database.
    return this.#take('check', files, (worker, program) =>
      worker.check({ slug, files, program, seed, only: check }),
    );
  }

  async openWorkspace(made: WorkspaceSeed): Promise<WorkspaceLine> {
    return this.#take('workspace', {}, async (worker) => {
      const workspace = await worker.openWorkspace(made);
      return {
        workspace,
        get open() {
          return !worker.ended;
        },
        run: (text) => this.#goOn(worker, () => worker.runInWorkspace(text)),
      };
    });
  }

  cancel(): void {
    this.#run++;
    this.#finish();
  }

  dispose(): void {
    this.#disposed = true;
    this.#run++;
    this.#compiling.abort();
    for (const worker of this.#alive) this.#end(worker, 'The page was closed.');
    this.#parts.dispose?.();
    this.#standbys = [];
    this.#spare = [];
    this.#listeners.clear();
  }

  async #take<T>(
    kind: EngineRun,
    files: FileTexts,
    use: (worker: DatabaseWorker, program: Program | Fault | null) => Promise<T>,
  ): Promise<T> {
    const run = ++this.#run;
    this.#endCurrent();
    const compiling = new AbortController();
    this.#compiling = compiling;
    this.#running = kind;
    this.#settleState();
    try {
      const standby = this.#standbys[0] ?? this.#boot();
      const [worker, program] = await Promise.all([
        standby.booted,
        compileStep(this.#parts.compile, files, compiling.signal),
      ]);
      if (run !== this.#run) throw cancelled();
      this.#remove(standby);
      this.#current = [worker];
      const answer = await use(worker, program);
      if (run === this.#run) this.#settle(kind, standby);
      return answer;
    } catch (error) {
      if (run === this.#run) this.#finish();
      throw error;
    }
  }

  /** What becomes of the workers of a run that was answered. */
  #settle(kind: EngineRun, standby: Standby): void {
    if (kind === 'workspace') {
      this.#pause();
      return;
    }
    if (this.#parts.reuse) {
      this.#current = [];
      this.#standbys.unshift(standby);
    } else this.#spareCurrent(kind);
    this.#finish();
  }

  /** Another run on the console's worker. Whatever is thrown ends it. */
  async #goOn<T>(worker: DatabaseWorker, use: () => Promise<T>): Promise<T> {
    if (worker.ended) throw worker.ended;
    const run = ++this.#run;
    this.#running = 'workspace';
    this.#settleState();
    try {
      const answer = await use();
      if (run === this.#run) this.#pause();
      return answer;
    } catch (error) {
      if (run === this.#run) this.#finish();
      throw error;
    }
  }

  /** Keeps the workers of a run that is over, for the databases to come. */
  #spareCurrent(ran: 'attack' | 'check'): void {
    for (const worker of this.#current) if (ran === 'check') worker.hot = true;
    this.#spare.push(...this.#current);
    this.#current = [];
  }

  /** Another database, if one is ready and warmed up: otherwise it would be waited for. */
  #takeSecond(): DatabaseWorker | undefined {
    const [standby] = this.#standbys;
    if (this.#booting || !standby?.ready || standby.ready.ended) return undefined;
    this.#remove(standby);
    this.#current = [...this.#current, standby.ready];
    return standby.ready;
  }

  /** The run is over, or was ended: its database goes, another comes. */
  #finish(): void {
    this.#endCurrent();
    this.#pause();
  }

  /** The run is over; what it holds stays. */
  #pause(): void {
    this.#running = null;
    if (this.#ready) this.#fillOnceShown();
    this.#settleState();
  }

  /** What came of the run is shown first: to start a worker, a page has to copy some megabytes. */
  #fillOnceShown(): void {
    const { whenShown } = this.#parts;
    if (!whenShown) {
      this.#fill();
      return;
    }
    const showing = whenShown();
    this.#showing = showing;
    void showing.then(() => {
      if (this.#showing !== showing) return;
      this.#showing = undefined;
      this.#fill();
      this.#settleState();
    });
  }

  /** Boots what is missing, one at a time, so that the first is there soon. */
  #fill(): void {
    if (this.#disposed || this.#running || this.#booting) return;
    const held = this.#standbys.length + this.#current.length;
    if (held < (this.#parts.reuse ? 1 : READY)) this.#boot();
  }

  #boot(): Standby {
    if (!this.#ready) this.#startedAt = performance.now();
    const standby: Standby = { booted: this.#bootWorker() };
    this.#standbys.push(standby);
    this.#booting = standby;
    standby.booted.then(
      (worker) => {
        standby.ready = worker;
        this.#settleState();
        void worker.warmed.then(() => {
          this.#booting = undefined;
          this.#fill();
          this.#settleState();
        });
      },
      (error: unknown) => {
        this.#booting = undefined;
        this.#remove(standby);
        // With another one ready the learner can go on, and the next run tries to boot again.
        if (this.#standbys.length > 0) this.#settleState();
        else this.#setState({ phase: 'failed', fault: toFault(error) });
      },
    );
    return standby;
  }

  async #bootWorker(): Promise<DatabaseWorker> {
    const spare = this.#spare.pop();
    if (spare && !spare.ended) return this.#renew(spare);
    // The worker's script loads while the database is still on its way.
    const { spawn, deadlines = DEADLINES, host } = this.#parts;
    const worker = new DatabaseWorker(spawn, deadlines, host?.());
    this.#alive.add(worker);
    try {
      const module = await this.#loadInto(worker);
      if (!this.#ready) this.#setState({ phase: 'booting', step: 'starting PostgreSQL' });
      const warm = await this.#nextWarmUp(worker);
      const versions = await Promise.race([worker.boot(module, warm), this.#filesLost()]);
      this.#ready ??= { versions, readyMs: performance.now() - this.#startedAt };
      this.#booted.add(worker);
      if (this.#boots === 1) void this.#compileAhead();
      return worker;
    } catch (error) {
      // A worker that crashed takes its download along, which then only says that it was stopped.
      const { ended } = worker;
      this.#end(worker, 'Its database did not start.');
      throw ended ?? error;
    }
  }

  /** Boots a database in a worker that had one. */
  async #renew(worker: DatabaseWorker): Promise<DatabaseWorker> {
    try {
      await worker.renew(await this.#nextWarmUp(worker));
      return worker;
    } catch (error) {
      this.#end(worker, 'Its database did not start again.');
      throw error;
    }
  }

  /**
   * The first database should be ready soon, so it is warmed up lightly. Those after it have time:
   * nobody waits for them, and a check on one that has run everything once takes half as long.
   */
  async #nextWarmUp(worker: DatabaseWorker): Promise<WarmUp | null> {
    const { warm } = this.#parts;
    if (!warm) return null;
    if (++this.#boots === 1) return { ...warm, how: 'light', program: null };
    const how = worker.hot ? 'none' : 'thorough';
    worker.hot = true;
    return { ...warm, how, program: await this.#compileAhead() };
  }

  /**
   * Compiles what a warm-up runs, and the run after it finds compiled. The compiler is large, so it
   * is loaded when the first database is there, from which it would take the processor.
   * @returns null where that failed: what goes wrong is for a run to tell
   */
  #compileAhead(): Promise<Program | Fault | null> {
    const { warm, compile } = this.#parts;
    if (!warm) return Promise.resolve(null);
    return compileStep(compile, warm.files, new AbortController().signal).catch(() => null);
  }

  /** The files go to the worker as soon as they are there, so that it unpacks them meanwhile. */
  async #loadInto(worker: DatabaseWorker): Promise<WebAssembly.Module> {
    this.#loading ??= this.#parts.load((state) => {
      this.#setState(state);
    });
    const { module, files } = this.#loading;
    try {
      const handed = worker.needsFiles ? files.then((packed) => worker.unpack(packed)) : null;
      const [compiled] = await Promise.all([module, handed]);
      return compiled;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
  }

  /** Rejects when the files cannot be had, of which a worker that fetches them says nothing else. */
  async #filesLost(): Promise<never> {
    try {
      await this.#loading?.files;
    } catch (error) {
      this.#loading = undefined;
      throw error;
    }
    return new Promise<never>(() => undefined);
  }

  #remove(standby: Standby): void {
    this.#standbys = this.#standbys.filter((other) => other !== standby);
  }

  #endCurrent(): void {
    this.#compiling.abort();
    for (const worker of this.#current)
      this.#end(worker, 'A newer run took the place of this one.');
    this.#current = [];
  }

  #end(worker: DatabaseWorker, why: string): void {
    worker.end('cancelled', why);
    this.#alive.delete(worker);
    this.#booted.delete(worker);
  }

  /** States the facts once the engine has been ready; before that the steps of booting stand. */
  #settleState(): void {
    if (!this.#ready) return;
    this.#setState({
      phase: 'ready',
      ...this.#ready,
      databases: this.#booted.size,
      running: this.#running,
      quiet: !this.#running && !this.#booting && !this.#showing,
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
