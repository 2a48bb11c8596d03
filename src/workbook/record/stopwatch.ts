/** A pause longer than this is one: the learner was elsewhere. */
const PAUSE_MS = 120_000;

/** Counts the time at work, from one sign of life to the next. */
export class Stopwatch {
  readonly #now: () => number;
  #last: number;
  /** Milliseconds so far. */
  total = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#last = now();
  }

  /** A sign of life: a key, a scroll, a press. */
  tick(): void {
    const now = this.#now();
    const gone = now - this.#last;
    // A clock may be set back.
    if (gone > 0 && gone <= PAUSE_MS) this.total += gone;
    this.#last = now;
  }
}
