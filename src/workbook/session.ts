import type { Stage, LessonData } from '../contract/index.ts';
import type { Engine } from '../engine/index.ts';
import { Bookkeeping } from './record/bookkeeping.ts';
import type { AsideTexts } from './record/lesson-record.ts';
import type { KeeperParts } from './record/record-keeper.ts';
import { refuseLength } from './refusal.ts';
import { Replacing } from './replacing.ts';
import { Runs } from './runs.ts';
import { randomSeed } from './seed.ts';
import { Sharing } from './share/sharing.ts';
import { CLOSED } from './sql-console/console-state.ts';
import { SqlConsole } from './sql-console/sql-console.ts';
import { laterStage } from './stages.ts';
import { freshProgress } from './state.ts';
import type { Panel, SessionState } from './state.ts';
import { Store } from './store.ts';

/** What a session works with; the keeping and the seeds can be replaced in tests. */
export interface SessionParts {
  readonly lesson: LessonData;
  readonly engine: Engine;
  readonly keeper?: KeeperParts;
  readonly newSeed?: () => number;
}

/** The learner's session with one lesson: a small observable store without a DOM. */
export class LessonSession {
  readonly lesson: LessonData;
  readonly sharing: Sharing;
  readonly sqlConsole: SqlConsole;
  readonly #engine: Engine;
  readonly #store: Store<SessionState>;
  readonly #runs: Runs;
  readonly #books: Bookkeeping;
  readonly #replacing: Replacing;
  readonly #unsubscribe: () => void;

  constructor({ lesson, engine, keeper = {}, newSeed = randomSeed }: SessionParts) {
    this.lesson = lesson;
    this.#engine = engine;
    this.#store = new Store<SessionState>({
      ...freshProgress(lesson),
      engine: engine.state,
      running: null,
      stopped: null,
      canUndoReset: false,
      place: 'browser',
      begunFrom: '',
      starterChanged: false,
      passed: null,
      failed: null,
      aside: [],
      notice: null,
      shared: null,
      sqlConsole: CLOSED,
    });
    this.#books = new Bookkeeping(lesson, this.#store, keeper);
    this.#replacing = new Replacing(lesson, this.#store, keeper.now ?? Date.now);
    this.sharing = new Sharing(lesson, this.#store, this.#replacing);
    this.#runs = new Runs(lesson, engine, this.#store, newSeed);
    this.sqlConsole = new SqlConsole({
      ...{ slug: lesson.slug, engine, store: this.#store, newSeed },
      endRun: () => this.#runs.cancel(),
    });
    this.#unsubscribe = engine.subscribe(() => {
      this.#store.set({ engine: engine.state });
      this.sqlConsole.look();
    });
  }

  /** The picture of now; every change makes a new one. */
  get state(): SessionState {
    return this.#store.state;
  }

  /** Calls back after each change of the state. Returns the function that ends it. */
  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  /** Brings back what an earlier visit left. What was done in the meantime stays. */
  restore(): Promise<void> {
    return this.#books.restore();
  }

  /** Takes in what another tab wrote while this one was not looking. */
  look(): Promise<void> {
    return this.#books.look();
  }

  /** Takes a file's new text. False where it was refused and the text stays as it was. */
  edit(path: string, text: string): boolean {
    const { texts, revision, fault } = this.state;
    if (texts[path] === text) return true;
    const file = this.lesson.manifest.files.find((each) => each.path === path);
    if (file?.editable !== true || !this.admits(path, text.length)) return false;
    this.#store.set({
      texts: { ...texts, [path]: text },
      revision: revision + 1,
      fault: fault?.of === 'edit' ? null : fault,
      stopped: null,
      canUndoReset: false,
    });
    return true;
  }

  /** Whether a file may grow to `length` characters; if not, the refusal is said. */
  admits(path: string, length: number): boolean {
    const fault = refuseLength(path, length);
    if (fault !== null) this.#store.set({ fault: { of: 'edit', fault }, panel: 'verdict' });
    return fault === null;
  }

  /** Shows a file in the editor; a path the lesson does not have is ignored. */
  select(path: string): void {
    if (path in this.state.texts) this.#store.set({ selected: path });
  }

  /** Goes to a stage. The learner may go anywhere; files of that stage are shown from then on. */
  goTo(stage: Stage): void {
    this.#store.set({ stage, reached: laterStage(stage, this.state.reached) });
  }

  /** Brings a panel of results to the front. */
  showPanel(panel: Panel): void {
    this.#store.set({ panel });
  }

  /** Shows one hint more, of three. */
  showHint(): void {
    this.#store.set({ panel: 'verdict', hints: Math.min(3, this.state.hints + 1) });
  }

  /** The first answer counts: the reason is shown after it. */
  predict(option: number): void {
    if (this.state.prediction === null) this.#store.set({ prediction: option });
  }

  /** Runs the visible attack. True once its outcome is in the state; false if it was overtaken. */
  runAttack(): Promise<boolean> {
    void this.flush();
    return this.#runs.attack();
  }

  /** Runs the hidden checks. True once its outcome is in the state; false if it was overtaken. */
  check(): Promise<boolean> {
    void this.flush();
    return this.#runs.check();
  }

  /**
   * Runs one check of the verdict again, with its seed, on the texts as they are now. True once its
   * outcome is in the state; false if it was overtaken, or there is no verdict.
   */
  replay(check: string): Promise<boolean> {
    void this.flush();
    return this.#runs.replay(check);
  }

  /** Ends the run under way. Texts and earlier results stay. */
  cancel(): void {
    this.#runs.cancel();
  }

  /** The whole lesson back to its start; the texts are laid aside, and one step can be undone. */
  reset(): void {
    this.#runs.cancel();
    this.sqlConsole.close();
    this.#replacing.reset();
  }

  /** Takes the last reset back, as long as nothing was edited or run since. */
  undoReset(): void {
    this.#replacing.undoReset();
  }

  /** Puts texts that were laid aside back into the editor; those that stand there are laid aside. */
  takeBack(entry: AsideTexts): void {
    this.#runs.cancel();
    this.#replacing.takeBack(entry);
  }

  /** What was said has been read. */
  dismiss(): void {
    this.#store.set({ notice: null });
  }

  /** Starts the engine again after a failure. */
  retry(): void {
    this.#engine.start();
  }

  /** A sign that the learner is at work, whose time is counted. */
  tick(): void {
    this.#books.tick();
  }

  /** Writes the record now: when the page is hidden, and before a run that may take it down. */
  flush(): Promise<void> {
    return this.#books.flush();
  }

  /** The page goes away: what is not written yet is said where the next visit hears it. */
  leave(): void {
    this.#books.leave();
  }

  /** Ends the run under way and all callbacks. The engine stays with whoever made it. */
  dispose(): void {
    this.#runs.cancel();
    this.#unsubscribe();
    this.#books.dispose();
    this.#store.dispose();
  }
}
