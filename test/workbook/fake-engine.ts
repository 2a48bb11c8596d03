import type { AttackReport, FileTexts, Verdict } from '../../src/contract/index.ts';
import type { Engine, EngineState, WorkspaceLine, WorkspaceSeed } from '../../src/engine/index.ts';

/** A run that a test ends by hand. */
export interface FakeRun {
  readonly kind: 'attack' | 'check';
  readonly files: FileTexts;
  readonly seed: number;
  /** The one check that is replayed; empty for a whole run. */
  readonly only: string;
  answer(outcome: AttackReport | Verdict): void;
  fail(thrown: unknown): void;
}

/** A world for the console that a test hands over. */
export interface FakeWorkspace {
  readonly made: WorkspaceSeed;
  answer(line: WorkspaceLine): void;
  fail(thrown: unknown): void;
}

/** An engine whose every answer is given by the test. */
export class FakeEngine implements Engine {
  state: EngineState = { phase: 'idle' };
  readonly runs: FakeRun[] = [];
  readonly workspaces: FakeWorkspace[] = [];
  cancels = 0;
  starts = 0;
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  become(state: EngineState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }

  start(): void {
    this.starts += 1;
  }

  attack(_slug: string, files: FileTexts, seed: number): Promise<AttackReport> {
    return this.#run('attack', files, seed);
  }

  check(_slug: string, files: FileTexts, seed: number): Promise<Verdict> {
    return this.#run('check', files, seed);
  }

  replay(_slug: string, files: FileTexts, seed: number, check: string): Promise<Verdict> {
    return this.#run('check', files, seed, check);
  }

  openWorkspace(made: WorkspaceSeed): Promise<WorkspaceLine> {
    return new Promise((resolve, reject) => {
      this.workspaces.push({ made, answer: resolve, fail: reject });
    });
  }

  cancel(): void {
    this.cancels += 1;
  }

  dispose(): void {
    this.#listeners.clear();
  }

  /** The run begun last. */
  get latest(): FakeRun {
    const run = this.runs.at(-1);
    if (run === undefined) throw new Error('Nothing has been run.');
    return run;
  }

  #run<T extends AttackReport | Verdict>(
    kind: 'attack' | 'check',
    files: FileTexts,
    seed: number,
    only = '',
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const answer = (outcome: AttackReport | Verdict): void => resolve(outcome as T);
      this.runs.push({ kind, files, seed, only, answer, fail: reject });
    });
  }
}
