import { lastWords, withLastWords, type LastWords } from './last-words.ts';
import { NO_RECORD, parseRecord, type LessonRecord } from './lesson-record.ts';
import { mergeRecords, type Merged } from './merge-records.ts';
import { browserStore, RECORD_KEY, type RecordPlace, type RecordStore } from './record-store.ts';
import { tabNews, type TabNews } from './tab-news.ts';

/** The lesson that is open: what is to be kept of it, and where what others kept goes in. */
export interface Recorded {
  /** As it stands now. */
  record(): LessonRecord;
  /** Takes in what was brought together. `first`: it is what an earlier visit left. */
  adopt(merged: Merged, first: boolean): void;
}

/** What a keeper works with; each part can be replaced in tests. */
export interface KeeperParts {
  readonly store?: RecordStore;
  readonly news?: TabNews;
  readonly words?: LastWords;
  readonly now?: () => number;
}

/** Long enough to gather a burst of keys, short enough that a crash costs no sentence. */
const WRITE_DELAY_MS = 300;

/**
 * Keeps one lesson's record across visits, and in step with other tabs. A write compares first: what
 * another tab wrote since is brought together with it, never overwritten. Storage that is blocked,
 * full or holds garbage never disturbs the lesson; {@link RecordKeeper.place} tells of it.
 */
export class RecordKeeper {
  readonly #slug: string;
  readonly #lesson: Recorded;
  readonly #store: RecordStore;
  readonly #news: TabNews;
  readonly #words: LastWords;
  readonly #now: () => number;
  readonly #silence: () => void;
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #writes = 0;
  #place: RecordPlace = 'browser';
  /** What storage held when it was last looked at. */
  #base: LessonRecord = NO_RECORD;
  #pending = false;
  /** There are last words, of this page or of an earlier one, that the next write makes good. */
  #hasWords = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One thing at a time. */
  #working: Promise<void> = Promise.resolve();

  constructor(slug: string, lesson: Recorded, parts: KeeperParts = {}) {
    this.#slug = slug;
    this.#lesson = lesson;
    this.#store = parts.store ?? browserStore;
    this.#news = parts.news ?? tabNews();
    this.#words = parts.words ?? lastWords;
    this.#now = parts.now ?? Date.now;
    this.#silence = this.#news.listen((heard) => {
      if (heard === slug) void this.look();
    });
  }

  /** Where records go, as far as it is known: storage shows only in use that it is blocked. */
  get place(): RecordPlace {
    return this.#place;
  }

  /** Brings in what an earlier visit left, and what its page had not written when it went. */
  load(): Promise<void> {
    return this.#queue(async () => {
      const kept = parseRecord(await this.#store.get(this.#key));
      const said = this.#words.hear(this.#slug);
      this.#hasWords = said !== null;
      const theirs = said === null ? kept : withLastWords(kept, said, this.#now());
      const merged = mergeRecords(this.#base, this.#lesson.record(), theirs, this.#now());
      this.#base = kept;
      this.#lesson.adopt(merged, true);
      if (said !== null || merged.contested.length > 0) this.save();
    });
  }

  /** Looks whether another tab wrote, and takes it in. */
  look(): Promise<void> {
    return this.#queue(async () => {
      const theirs = parseRecord(await this.#store.get(this.#key));
      if (theirs.stamp === this.#base.stamp) return;
      const merged = mergeRecords(this.#base, this.#lesson.record(), theirs, this.#now());
      this.#base = theirs;
      this.#lesson.adopt(merged, false);
      if (merged.contested.length > 0) this.save();
    });
  }

  /** Writes soon; of several calls in a row one write comes. */
  save(): void {
    this.#pending = true;
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_DELAY_MS);
  }

  /** Writes now what is pending, after any work under way. Never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#pending) return this.#working;
    this.#pending = false;
    return this.#queue(() =>
      this.#write().catch((thrown: unknown) => {
        // The next occasion may be a better one.
        this.#pending = true;
        throw thrown;
      }),
    );
  }

  /** For a page that goes away: says what there is no time to write. */
  leave(): void {
    if (!this.#pending) return;
    this.#hasWords = true;
    this.#words.say(this.#slug, { ...this.#lesson.record(), stamp: this.#base.stamp });
    void this.flush();
  }

  /** Ends timers and listening; what is pending is not written. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#silence();
  }

  get #key(): string {
    return RECORD_KEY + this.#slug;
  }

  async #write(): Promise<void> {
    const mine = this.#lesson.record();
    const now = this.#now();
    let written = mine;
    let contested: readonly string[] = [];
    await this.#store.update(this.#key, (kept) => {
      const theirs = parseRecord(kept);
      const base = this.#base;
      const merged = theirs.stamp === base.stamp ? null : mergeRecords(base, mine, theirs, now);
      contested = merged?.contested ?? [];
      this.#writes += 1;
      const stamp = `${this.#tab}-${String(this.#writes)}`;
      written = { ...(merged?.record ?? mine), stamp, seen: now };
      return written;
    });
    // The lesson may have gone on while this was written.
    const since = mergeRecords(mine, this.#lesson.record(), written, now);
    this.#base = written;
    if (this.#hasWords) this.#words.forget(this.#slug);
    this.#hasWords = false;
    this.#lesson.adopt(
      { record: since.record, contested: [...contested, ...since.contested] },
      false,
    );
    this.#news.tell(this.#slug);
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.then(work).then(
      () => {
        this.#place = 'browser';
      },
      () => {
        this.#place = 'memory';
      },
    );
    return this.#working;
  }
}
