import type { LessonData } from '../contract/index.ts';
import { isFromOlder, ownTexts, textsOver, type OwnTexts } from './own-texts.ts';
import { layAside, type AsideTexts } from './record/lesson-record.ts';
import { freshProgress, type SessionState } from './state.ts';
import type { Store } from './store.ts';

/** Puts other texts in the place of the learner's. Whatever it is, the learner's are laid aside. */
export class Replacing {
  readonly #lesson: LessonData;
  readonly #store: Store<SessionState>;
  readonly #now: () => number;
  #beforeReset: SessionState | null = null;

  constructor(lesson: LessonData, store: Store<SessionState>, now: () => number) {
    this.#lesson = lesson;
    this.#store = store;
    this.#now = now;
  }

  /** The whole lesson back to its start. When it was passed, and the time spent, stay known. */
  reset(): void {
    const { state } = this.#store;
    this.#beforeReset = state;
    this.#store.set({
      ...freshProgress(this.#lesson),
      revision: state.revision + 1,
      aside: this.#withOwn('reset'),
      ...{ stopped: null, canUndoReset: true, begunFrom: '', starterChanged: false, notice: null },
    });
  }

  /** Takes the last reset back, as long as nothing was edited or run since. */
  undoReset(): void {
    const { engine, place, passed, failed, shared, sqlConsole, canUndoReset } = this.#store.state;
    if (this.#beforeReset === null || !canUndoReset) return;
    const kept = { engine, place, passed, failed, shared, sqlConsole };
    const live = { ...kept, running: null, stopped: null };
    this.#store.set({ ...this.#beforeReset, ...live, canUndoReset: false });
    this.#beforeReset = null;
  }

  /** Puts texts that were laid aside back. */
  takeBack(entry: AsideTexts): void {
    const aside = this.#withOwn('restore').filter((each) => each !== entry);
    this.#put(entry, { aside, notice: null });
  }

  /** Puts somebody else's texts in, and says so. */
  take(texts: OwnTexts, by: string): void {
    const own = ownTexts(this.#lesson, this.#store.state);
    const kept = Object.keys(own.texts).length > 0;
    this.#put(texts, { aside: this.#withOwn('share'), notice: { kind: 'taken', by, kept } });
  }

  #put(texts: OwnTexts, patch: Partial<SessionState>): void {
    this.#store.set({
      texts: textsOver(this.#lesson, texts.texts),
      revision: this.#store.state.revision + 1,
      begunFrom: texts.starter,
      starterChanged: isFromOlder(this.#lesson, texts),
      canUndoReset: false,
      stopped: null,
      ...patch,
    });
  }

  #withOwn(why: AsideTexts['why']): readonly AsideTexts[] {
    const { state } = this.#store;
    const own = ownTexts(this.#lesson, state);
    return layAside(state.aside, { at: this.#now(), ...own, why });
  }
}
