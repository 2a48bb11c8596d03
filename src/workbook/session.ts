import type { Stage, LessonData } from '../contract/index.ts';
import type { Engine } from '../engine/index.ts';
import { Drafts, printOf } from './drafts.ts';
import { refuseLength } from './refusal.ts';
import { Runs } from './runs.ts';
import { randomSeed } from './seed.ts';
import { laterStage } from './stages.ts';
import { freshProgress, isDirty } from './state.ts';
import type { Panel, Progress, SessionState } from './state.ts';
import { Store } from './store.ts';

/** What a session works with; drafts and seeds can be replaced in tests. */
export interface SessionParts {
  readonly lesson: LessonData;
  readonly engine: Engine;
  readonly drafts?: Drafts;
  readonly newSeed?: () => number;
}

/** The learner's session with one lesson: a small observable store without a DOM. */
export class LessonSession {
  readonly lesson: LessonData;
  readonly #engine: Engine;
  readonly #drafts: Drafts;
  readonly #store: Store<SessionState>;
  readonly #runs: Runs;
  readonly #unsubscribe: () => void;
  #beforeReset: Progress | null = null;

  constructor({ lesson, engine, drafts, newSeed = randomSeed }: SessionParts) {
    this.lesson = lesson;
    this.#engine = engine;
    this.#drafts = drafts ?? new Drafts(lesson.slug);
    this.#store = new Store<SessionState>({
      ...freshProgress(lesson),
      engine: engine.state,
      running: null,
      stopped: null,
      canUndoReset: false,
      drafts: this.#drafts.place,
      starterChanged: false,
    });
    this.#runs = new Runs(lesson, engine, this.#store, newSeed);
    this.#unsubscribe = engine.subscribe(() => this.#store.set({ engine: engine.state }));
  }

  /** The picture of now; every change makes a new one. */
  get state(): SessionState {
    return this.#store.state;
  }

  /** Calls back after each change of the state. Returns the function that ends it. */
  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  /** Brings back the texts of an earlier visit. What was typed in the meantime stays. */
  async restore(): Promise<void> {
    const draft = await this.#drafts.load();
    const texts = { ...this.state.texts };
    let { revision } = this.state;
    for (const { path, editable } of this.lesson.manifest.files) {
      const text = draft?.texts[path];
      if (!editable || text === undefined || isDirty(this.lesson, this.state, path)) continue;
      if (refuseLength(path, text.length) !== null) continue;
      texts[path] = text;
      revision = this.state.revision + 1;
    }
    const restored = revision !== this.state.revision;
    const starterChanged = restored && draft?.starter !== printOf(this.lesson.starter);
    this.#store.set({ texts, revision, starterChanged, drafts: this.#drafts.place });
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
    this.#keepDraft();
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

  /** Ends the run under way. Texts and earlier results stay. */
  cancel(): void {
    this.#runs.cancel();
  }

  /** The whole lesson back to its start; one step of it can be undone. */
  reset(): void {
    this.#runs.cancel();
    this.#beforeReset = this.state;
    const start = { ...freshProgress(this.lesson), revision: this.state.revision + 1 };
    this.#store.set({ ...start, stopped: null, canUndoReset: true, starterChanged: false });
    this.#keepDraft();
  }

  /** Takes the last reset back, as long as nothing was edited or run since. */
  undoReset(): void {
    const { engine, drafts, canUndoReset } = this.state;
    if (this.#beforeReset === null || !canUndoReset) return;
    const live = { engine, drafts, running: null, stopped: null, canUndoReset: false };
    this.#store.set({ ...this.#beforeReset, ...live });
    this.#beforeReset = null;
    this.#keepDraft();
  }

  /** Starts the engine again after a failure. */
  retry(): void {
    this.#engine.start();
  }

  /** Writes the draft now: before the page goes away, and before a run that may take it down. */
  async flush(): Promise<void> {
    await this.#drafts.flush();
    const { place } = this.#drafts;
    if (this.state.drafts !== place) this.#store.set({ drafts: place });
  }

  /** Ends the run under way and all callbacks. The engine stays with whoever made it. */
  dispose(): void {
    this.#runs.cancel();
    this.#unsubscribe();
    this.#store.dispose();
  }

  #keepDraft(): void {
    const { starter } = this.lesson;
    const changed = Object.entries(this.state.texts).filter(
      ([path, text]) => starter[path] !== text,
    );
    const draft = { texts: Object.fromEntries(changed), starter: printOf(starter) };
    this.#drafts.save(changed.length === 0 ? null : draft);
  }
}
