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
import type { Panel, Progress, RunKind, RunPicture, SessionState } from './state.ts';
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
    return this.#run('attack', async ({ texts, revision, seed }) => {
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
    return this.#run('check', async ({ texts, revision, seed }) => {
      const value = await this.#engine.check(this.#slug, texts, seed);
      return () => ({
        verdict: { value, revision },
        console: value.console,
        output: value.output ?? [],
        ...this.#picture(pictureOfCheck(value), revision),
        ...dataOf('check', value, revision),
        checks: this.#store.state.checks + 1,
        ...(value.passed ? this.#arriveAt('hold') : {}),
      });
    });
  }

  /** Ends the run under way; its outcome, should one still come, is dropped. */
  cancel(): void {
    const { running } = this.#store.state;
    this.#latest = null;
    if (running === null) return;
    this.#engine.cancel();
    this.#store.set({ running: null, stopped: running });
  }

  async #run(kind: RunKind, work: (begun: Begun) => Promise<Write>): Promise<boolean> {
    this.cancel();
    const token = Symbol(kind);
    this.#latest = token;
    const { texts, revision } = this.#store.state;
    const refused = refuseTexts(texts);
    this.#store.set({
      panel: panelOf(kind),
      running: refused === null ? kind : null,
      fault: null,
      stopped: null,
      canUndoReset: false,
    });
    if (refused !== null) return this.#end(token, () => broken(kind, refused));
    try {
      return this.#end(token, await work({ texts, revision, seed: this.#newSeed() }));
    } catch (thrown) {
      return this.#end(token, () => broken(kind, toFault(thrown)));
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

/** As with pictures: a run without data leaves the data there is. */
function dataOf(
  of: RunKind,
  { data }: Pick<AttackReport | Verdict, 'data'>,
  revision: number,
): Partial<Progress> {
  return data === undefined ? {} : { data: { value: { of, world: data }, revision } };
}

/** A fault takes the place of the result it kept from coming. */
function broken(kind: RunKind, fault: Fault): Partial<Progress> {
  const gone = kind === 'attack' ? { attack: null } : { verdict: null };
  return { ...gone, fault: { of: kind, fault }, panel: panelOf(kind) };
}

function panelOf(kind: RunKind): Panel {
  return kind === 'attack' ? 'attack' : 'verdict';
}
