import { Store } from '../store.ts';
import { lastWords, withLastWords, type LastWords } from './last-words.ts';
import { NO_RECORD, parseRecord, type LessonRecord } from './lesson-record.ts';
import { importRecord, readProgress, writeProgress } from './progress-file.ts';
import { browserStore, RECORD_KEY, type RecordPlace, type RecordStore } from './record-store.ts';
import { tabNews, type TabNews } from './tab-news.ts';

/** The records of all lessons, as the home page shows them. */
export interface ShelfState {
  readonly records: ReadonlyMap<string, LessonRecord>;
  readonly place: RecordPlace;
  /** What was done to all of them last, and can be taken back. */
  readonly done: Done | null;
}

/** A change of many records at once. */
export interface Done {
  readonly kind: 'imported' | 'forgotten';
  readonly lessons: number;
  /** Lessons whose own texts were laid aside. */
  readonly laidAside: number;
}

/** What a shelf works with; each part can be replaced in tests. */
export interface ShelfParts {
  readonly store?: RecordStore;
  readonly news?: TabNews;
  readonly words?: LastWords;
  readonly now?: () => number;
}

/** One record before and after a change of many. */
interface Step {
  readonly before: unknown;
  readonly stamp: string;
}

/** Every lesson's record: followed as other tabs write it, exported, imported, forgotten. */
export class Shelf {
  readonly #backing: RecordStore;
  readonly #news: TabNews;
  readonly #words: LastWords;
  readonly #now: () => number;
  readonly #store = new Store<ShelfState>({ records: new Map(), place: 'browser', done: null });
  readonly #silence: () => void;
  #steps: ReadonlyMap<string, Step> = new Map();

  constructor(parts: ShelfParts = {}) {
    const { store = browserStore, news = tabNews(), words = lastWords, now = Date.now } = parts;
    this.#words = words;
    this.#backing = store;
    this.#news = news;
    this.#now = now;
    this.#silence = news.listen(() => void this.load());
  }

  get state(): ShelfState {
    return this.#store.state;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  /** Reads all there is. Storage that is blocked holds nothing, and `place` says so. */
  async load(): Promise<void> {
    try {
      await this.#writeLastWords();
      const records = new Map<string, LessonRecord>();
      for (const [key, kept] of await this.#backing.entries()) {
        if (typeof key !== 'string' || !key.startsWith(RECORD_KEY)) continue;
        const record = parseRecord(kept);
        if (record !== NO_RECORD) records.set(key.slice(RECORD_KEY.length), record);
      }
      this.#store.set({ records, place: 'browser' });
    } catch {
      this.#store.set({ place: 'memory' });
    }
  }

  /** All records as a file. */
  export(): { readonly name: string; readonly text: string } {
    return writeProgress(this.state.records, this.#now());
  }

  /**
   * Takes in a file, whole or not at all.
   * @throws LeakproofError where it is refused, with one sentence; nothing has changed then
   */
  async import(text: string): Promise<void> {
    const incoming = readProgress(text);
    let laidAside = 0;
    await this.#change([...incoming.keys()], (slug, own) => {
      const file = incoming.get(slug);
      if (file === undefined) return own;
      const next = importRecord(own, file, this.#now());
      if (next.aside.some(({ at, why }) => why === 'import' && at === this.#now())) laidAside += 1;
      return next;
    });
    this.#store.set({ done: { kind: 'imported', lessons: incoming.size, laidAside } });
  }

  /** Forgets everything; what is open in other tabs starts over. */
  async forget(): Promise<void> {
    const slugs = [...this.state.records.keys()];
    await this.#change(slugs, () => undefined);
    this.#store.set({ done: { kind: 'forgotten', lessons: slugs.length, laidAside: 0 } });
  }

  /** Takes the last change of many back, except where a lesson has been written since. */
  async undo(): Promise<void> {
    for (const [slug, { before, stamp }] of this.#steps) {
      await this.#backing.update(RECORD_KEY + slug, (kept) =>
        parseRecord(kept).stamp === stamp ? before : kept,
      );
      this.#news.tell(slug);
    }
    this.#steps = new Map();
    this.#store.set({ done: null });
    await this.load();
  }

  /** Ends the listening. */
  dispose(): void {
    this.#silence();
    this.#store.dispose();
  }

  /** Makes good what a lesson's page had no time to write when the learner left it for this one. */
  async #writeLastWords(): Promise<void> {
    for (const slug of this.#words.slugs()) {
      const said = this.#words.hear(slug);
      if (said !== null)
        await this.#backing.update(RECORD_KEY + slug, (kept) => ({
          ...withLastWords(parseRecord(kept), said, this.#now()),
          stamp: newStamp(),
        }));
      this.#words.forget(slug);
    }
  }

  async #change(
    slugs: readonly string[],
    next: (slug: string, own: LessonRecord) => LessonRecord | undefined,
  ): Promise<void> {
    const steps = new Map<string, Step>();
    this.#steps = steps;
    try {
      for (const slug of slugs) {
        await this.#backing.update(RECORD_KEY + slug, (before) => {
          const stamp = newStamp();
          const record = next(slug, parseRecord(before));
          steps.set(slug, { before, stamp: record === undefined ? NO_RECORD.stamp : stamp });
          return record === undefined ? undefined : { ...record, stamp };
        });
        this.#news.tell(slug);
      }
    } catch (thrown) {
      // Half of it must not stay.
      await this.undo().catch(() => undefined);
      throw thrown;
    }
    await this.load();
  }
}

const newStamp = (): string => `home-${crypto.getRandomValues(new Uint32Array(3)).join('-')}`;
