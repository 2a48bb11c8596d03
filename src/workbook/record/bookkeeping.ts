import type { LessonData, Verdict } from '../../contract/index.ts';
import { isFromOlder, ownTexts, textsOver } from '../own-texts.ts';
import { isDirty, type SessionState } from '../state.ts';
import type { Store } from '../store.ts';
import { sameTexts, type LessonRecord } from './lesson-record.ts';
import type { Merged } from './merge-records.ts';
import { RecordKeeper, type KeeperParts, type Recorded } from './record-keeper.ts';
import { Stopwatch } from './stopwatch.ts';

/** What of a session's state is kept: a change of one of these is written. */
const KEPT = [
  'texts',
  'stage',
  'reached',
  'hints',
  'prediction',
  'passed',
  'failed',
  'aside',
] as const satisfies readonly (keyof SessionState)[];

/** Between a session's state and its record: notes verdicts and time, writes what changed, takes in. */
export class Bookkeeping implements Recorded {
  readonly #lesson: LessonData;
  readonly #store: Store<SessionState>;
  readonly #keeper: RecordKeeper;
  readonly #watch: Stopwatch;
  readonly #now: () => number;
  readonly #judged = new WeakSet<Verdict>();
  #before: SessionState;
  #spentWritten = 0;

  constructor(lesson: LessonData, store: Store<SessionState>, parts: KeeperParts = {}) {
    this.#lesson = lesson;
    this.#store = store;
    this.#now = parts.now ?? Date.now;
    this.#watch = new Stopwatch(this.#now);
    this.#keeper = new RecordKeeper(lesson.slug, this, parts);
    this.#before = store.state;
    store.subscribe(() => this.#changed());
  }

  /** Brings back what an earlier visit left. What was done in the meantime stays. */
  async restore(): Promise<void> {
    await this.#keeper.load();
    this.#tellPlace();
  }

  /** Takes in what another tab wrote while this one was not looking. */
  async look(): Promise<void> {
    await this.#keeper.look();
    this.#tellPlace();
  }

  /** Writes what is pending. */
  async flush(): Promise<void> {
    await this.#keeper.flush();
    this.#tellPlace();
  }

  /** The learner is at work. */
  tick(): void {
    this.#watch.tick();
  }

  /** The page goes away. */
  leave(): void {
    this.#watch.tick();
    if (this.#watch.total - this.#spentWritten >= 1000) this.#keeper.save();
    this.#keeper.leave();
  }

  dispose(): void {
    this.#keeper.dispose();
  }

  record(): LessonRecord {
    const { state } = this.#store;
    const { texts, starter } = ownTexts(this.#lesson, state);
    return {
      stamp: '',
      texts,
      starter: Object.keys(texts).length === 0 ? '' : starter,
      stage: state.stage,
      reached: state.reached,
      hints: state.hints,
      prediction: state.prediction,
      passed: state.passed,
      failed: state.failed,
      spent: Math.round(this.#watch.total),
      seen: this.#now(),
      aside: [...state.aside],
    };
  }

  adopt({ record, contested }: Merged, first: boolean): void {
    const { state } = this.#store;
    this.#watch.total = record.spent;
    this.#spentWritten = record.spent;
    const texts = textsOver(this.#lesson, record.texts);
    const changed = !sameTexts(texts, state.texts);
    const { reached, hints, prediction, passed, failed, aside } = record;
    // Adopted is not changed: it need not be written again.
    const patch: Partial<SessionState> = {
      ...(changed ? { texts, revision: state.revision + 1, canUndoReset: false } : {}),
      ...(first ? { stage: record.stage } : {}),
      ...{ reached, hints, prediction, passed, failed },
      aside: sameAside(aside, state.aside) ? state.aside : aside,
      begunFrom: record.starter,
      starterChanged: isFromOlder(this.#lesson, record),
      ...(contested.length > 0 ? { notice: { kind: 'contested', files: contested } as const } : {}),
    };
    this.#before = { ...this.#before, ...patch };
    this.#store.set(patch);
  }

  #changed(): void {
    const { state } = this.#store;
    const before = this.#before;
    this.#before = state;
    if (state.texts !== before.texts && !this.#isChanged(state)) {
      // Nothing of the learner's is left: what comes next is begun from the starter of today.
      if (state.begunFrom !== '') this.#store.set({ begunFrom: '', starterChanged: false });
    }
    if (this.#note(state)) return;
    if (KEPT.some((name) => state[name] !== before[name])) {
      this.#watch.tick();
      this.#keeper.save();
    }
  }

  #isChanged(state: SessionState): boolean {
    return this.#lesson.manifest.files.some(({ path }) => isDirty(this.#lesson, state, path));
  }

  /** A verdict counts once, when it comes. True where it changed the state. */
  #note({ verdict, passed }: SessionState): boolean {
    const value = verdict?.value;
    if (value === undefined || this.#judged.has(value)) return false;
    this.#judged.add(value);
    const failed = value.checks.some((check) => check.status === 'failed');
    if (value.passed && passed === null) this.#store.set({ passed: this.#now() });
    else if (failed) this.#store.set({ failed: this.#now() });
    else return false;
    return true;
  }

  #tellPlace(): void {
    const { place } = this.#keeper;
    if (this.#store.state.place !== place) this.#store.set({ place });
  }
}

function sameAside(one: SessionState['aside'], other: SessionState['aside']): boolean {
  return (
    one.length === other.length &&
    one.every(({ at, why }, index) => at === other[index]?.at && why === other[index].why)
  );
}
