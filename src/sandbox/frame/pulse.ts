/** How long a frame may be silent. */
export interface Patience {
  /** Milliseconds between two questions whether it is alive. */
  readonly beat: number;
  /** Beats until it has loaded: a slow machine may need them. */
  readonly opening: number;
  /** Beats that a question may wait for its answer after that, the first one too. */
  readonly silence: number;
}

export const PATIENCE: Patience = { beat: 1_000, opening: 15, silence: 4 };

/**
 * Whether the other side still answers. It is asked when somebody wants to know, and over and over
 * while it is watched. Beats are counted, not milliseconds: a page that was asleep, or busy, has
 * not waited.
 */
export class Pulse {
  readonly #ask: () => void;
  readonly #onLost: () => void;
  readonly #patience: Patience;
  #timer: ReturnType<typeof setInterval> | undefined;
  #asked = false;
  #beats = 0;
  #loaded = false;
  #opened = false;
  #watched = false;
  #over = false;
  #waiting: ((alive: boolean) => void)[] = [];

  /**
   * @param ask sends the question
   * @param onLost called once when it does not answer, or is gone
   */
  constructor(ask: () => void, onLost: () => void, patience: Patience) {
    this.#ask = ask;
    this.#onLost = onLost;
    this.#patience = patience;
    this.#question();
  }

  /** Whether it ever answered. */
  get opened(): boolean {
    return this.#opened;
  }

  /** It is there, and has no more reason to be silent. */
  loaded(): void {
    this.#loaded = true;
    this.#beats = 0;
  }

  /** Resolves with true at its next answer, and with false when there will be none. */
  answers(): Promise<boolean> {
    if (this.#over) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#question();
    });
  }

  /** Asks it over and over, or only when somebody wants to know; either way once more now. */
  watch(watched: boolean): void {
    this.#watched = watched;
    this.#question();
  }

  /** It has answered. */
  answered(): void {
    if (this.#over) return;
    this.#opened = true;
    this.#asked = false;
    this.#beats = 0;
    if (!this.#watched) this.#rest();
    this.#settle(true);
  }

  /** It is gone. */
  lost(): void {
    if (this.#over) return;
    this.stop();
    this.#onLost();
  }

  /** Nobody wants to know any more. */
  stop(): void {
    this.#over = true;
    this.#rest();
    this.#settle(false);
  }

  #question(): void {
    if (this.#over) return;
    this.#timer ??= setInterval(() => {
      this.#beat();
    }, this.#patience.beat);
    if (this.#asked) return;
    this.#asked = true;
    this.#ask();
  }

  #beat(): void {
    if (!this.#asked) {
      this.#question();
      return;
    }
    const { opening, silence } = this.#patience;
    if (++this.#beats >= (this.#loaded ? silence : opening)) this.lost();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #settle(alive: boolean): void {
    for (const resolve of this.#waiting.splice(0)) resolve(alive);
  }
}
