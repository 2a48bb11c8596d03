import { LeakproofError, type Fault, type SandboxReply } from '../../contract/index.ts';

/** What a realm says to end a request. */
export type Answer = Extract<SandboxReply, { kind: 'loaded' | 'result' | 'refused' | 'settled' }>;

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: LeakproofError) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** What whoever asks is told while nothing comes. */
export interface Silence {
  /** A second has passed, and more may. */
  readonly onWorry: () => void;
  /** The deadline has. */
  readonly onSilence: (what: string, patience: number) => void;
}

/** Milliseconds after which an answer is late: most come within one. */
const LATE = 1000;

/** Requests under way, by their ids: each is answered once, or rejected. */
export class Requests {
  readonly #silence: Silence;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(silence: Silence) {
    this.#silence = silence;
  }

  next(): number {
    return ++this.#lastId;
  }

  /**
   * @param what that is waited for, and how long, as the sentence about its deadline has it
   * @param grace milliseconds on top that the sentence does not speak of
   */
  wait(id: number, what: string, patience: number, grace: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const deadline = patience + grace;
      const late = Math.min(LATE, deadline / 2);
      const pending: Pending = {
        resolve,
        reject,
        timer: setTimeout(() => {
          pending.timer = setTimeout(() => {
            this.#silence.onSilence(what, patience);
          }, deadline - late);
          this.#silence.onWorry();
        }, late),
      };
      this.#pending.set(id, pending);
    });
  }

  /** @returns false where no such request was ever made; an answer that came too late is none */
  answer(id: number, answer: Answer): boolean {
    const pending = this.#pending.get(id);
    if (!pending) return Number.isInteger(id) && id > 0 && id <= this.#lastId;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.resolve(answer);
    return true;
  }

  rejectAll(why: Fault): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { timer, reject } of all) {
      clearTimeout(timer);
      reject(new LeakproofError(why));
    }
  }
}
