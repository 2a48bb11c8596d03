import {
  toFault,
  type AttackReport,
  type Fault,
  type FileTexts,
  type LessonData,
  type Stage,
  type Verdict,
} from '../contract/index.ts';
import type { Engine } from '../engine/index.ts';
import { refuseTexts } from './refusal.ts';
import { pictureOfAttack, pictureOfCheck } from './run-picture.ts';
import { laterStage } from './stages.ts';
import type {
  Panel,
  Progress,
  Replay,
  RunKind,
  RunPicture,
  SessionState,
  ShownRun,
} from './state.ts';
import type { Store } from './store.ts';

/** The texts a run was begun with, whatever is typed while it lasts. */
interface Begun {
  readonly texts: FileTexts;
  readonly revision: number;
  readonly seed: number;
}

/** How an outcome is written, should it still be wanted when it arrives. */
type Write = () => Partial<Progress>;

/** Runs the attack and the checks: only the latest writes its outcome, and each one ends. */
export class Runs {
  readonly #slug: string;
  readonly #attackTitle: string;
  readonly #engine: Engine;
  readonly #store: Store<SessionState>;
  readonly #newSeed: () => number;
  #latest: symbol | null = null;

  constructor(
    lesson: LessonData,
    engine: Engine,
    store: Store<SessionState>,
    newSeed: () => number,
  ) {
    this.#slug = lesson.slug;
    this.#attackTitle = lesson.manifest.attack.title;
    this.#engine = engine;
    this.#store = store;
    this.#newSeed = newSeed;
  }

  /** True once the outcome is in the state; false if the run was overtaken or cancelled. */
  attack(): Promise<boolean> {
    return this.#run(ATTACK, async ({ texts, revision, seed }) => {
      const value = await this.#engine.attack(this.#slug, texts, seed);
      return () => ({
        attack: { value, revision },
        console: value.console,
        output: value.output ?? [],
        ...this.#picture(pictureOfAttack(value, this.#attackTitle), revision),
        ...dataOf('attack', value, revision),
        attacks: this.#store.state.attacks + 1,
        ...(value.leaked && this.#store.state.stage === 'leak' ? this.#arriveAt('fix') : {}),
      });
    });
  }

  /** True once the outcome is in the state; false if the run was overtaken or cancelled. */
  check(): Promise<boolean> {
    return this.#run(CHECK, async ({ texts, revision, seed }) => {
      const value = await this.#engine.check(this.#slug, texts, seed);
      return () => ({
        verdict: { value, revision },
        replays: {},
        console: value.console,
        output: value.output ?? [],
        ...this.#picture(pictureOfCheck(value), revision),
        ...dataOf('check', value, revision),
        checks: this.#store.state.checks + 1,
        ...(value.passed ? this.#arriveAt('hold') : {}),
      });
    });
  }

  /**
   * One check of the verdict again, with its seed. The verdict stays as it is.
   * @returns as {@link Runs.check}; false also where there is no verdict
   */
  async replay(check: string): Promise<boolean> {
    const { verdict } = this.#store.state;
    if (verdict === null) return false;
    const noted = (replay: Replay, revision: number): Partial<Progress> => ({
      replays: { ...this.#store.state.replays, [check]: { value: replay, revision } },
    });
    const replaying: RunRules = {
      kind: 'replay',
      panel: 'verdict',
      begin: (revision) => noted({ kind: 'running' }, revision),
      broken: (fault, revision) => noted({ kind: 'fault', fault }, revision),
    };
    return this.#run(replaying, async ({ texts, revision }) => {
      const { seed } = verdict.value;
      const value = await this.#engine.replay(this.#slug, texts, seed, check);
      return () => noted(replayOf(value), revision);
    });
  }

  /** Ends the run under way; its outcome, should one still come, is dropped. */
  cancel(): void {
    const { running, replays } = this.#store.state;
    this.#latest = null;
    if (running === null) return;
    this.#engine.cancel();
    this.#store.set({ running: null, stopped: running, replays: stoppedIn(replays) });
  }

  async #run(rules: RunRules, work: (begun: Begun) => Promise<Write>): Promise<boolean> {
    this.cancel();
    const { kind, panel, begin, broken } = rules;
    const token = Symbol(kind);
    this.#latest = token;
    const { texts, revision } = this.#store.state;
    const refused = refuseTexts(texts);
    this.#store.set({
      panel,
      running: refused === null ? kind : null,
      stopped: null,
      canUndoReset: false,
      ...begin(revision),
    });
    if (refused !== null) return this.#end(token, () => broken(refused, revision));
    try {
      const write = await work({ texts, revision, seed: this.#newSeed() });
      await nextTask();
      return this.#end(token, write);
    } catch (thrown) {
      return this.#end(token, () => broken(toFault(thrown), revision));
    }
  }

  #end(token: symbol, write: Write): boolean {
    if (this.#latest !== token) return false;
    this.#latest = null;
    this.#store.set({ ...write(), running: null });
    return true;
  }

  /** A run without a picture leaves the one there is, which its own revision dates. */
  #picture(value: RunPicture | null, revision: number): Partial<Progress> {
    return value === null ? {} : { picture: { value, revision } };
  }

  #arriveAt(stage: Stage): Partial<Progress> {
    return { stage, reached: laterStage(stage, this.#store.state.reached) };
  }
}

/** The outcome was read in this task; what shows it has the next, so that neither keeps the page. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/** As with pictures: a run without data leaves the data there is. */
function dataOf(
  of: ShownRun,
  { data }: Pick<AttackReport | Verdict, 'data'>,
  revision: number,
): Partial<Progress> {
  return data === undefined ? {} : { data: { value: { of, world: data }, revision } };
}

/** What tells the kinds of runs apart. */
interface RunRules {
  readonly kind: RunKind;
  /** Where its outcome is shown. */
  readonly panel: Panel;
  readonly begin: (revision: number) => Partial<Progress>;
  /** A fault takes the place of the result it kept from coming. */
  readonly broken: (fault: Fault, revision: number) => Partial<Progress>;
}

const ATTACK: RunRules = {
  kind: 'attack',
  panel: 'attack',
  begin: () => ({ fault: null }),
  broken: (fault) => ({ attack: null, fault: { of: 'attack', fault }, panel: 'attack' }),
};

const CHECK: RunRules = {
  kind: 'check',
  panel: 'verdict',
  begin: () => ({ fault: null }),
  broken: (fault) => ({
    ...{ verdict: null, replays: {}, fault: { of: 'check', fault }, panel: 'verdict' },
  }),
};

/** The verdict of a replay has the one result, unless nothing could be run. */
function replayOf({ fault, checks: [check] }: Verdict): Replay {
  if (fault !== null) return { kind: 'fault', fault };
  if (check !== undefined) return { kind: 'ran', check };
  const message = 'The lesson has no such check any more.';
  return { kind: 'fault', fault: { code: 'harness-fault', message } };
}

type Replays = Progress['replays'];

function stoppedIn(replays: Replays): Replays {
  const running = Object.entries(replays).filter(([, { value }]) => value.kind === 'running');
  if (running.length === 0) return replays;
  const stopped = running.map(
    ([id, dated]) => [id, { ...dated, value: { kind: 'stopped' } }] as const,
  );
  return { ...replays, ...Object.fromEntries(stopped) };
}
