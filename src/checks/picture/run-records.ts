import type { PoolEvent, TraceEvent, TranscriptStep } from '../../contract/index.ts';
import type { CallAttempt } from '../app/api.ts';
import type { NamedCall } from '../app/timeline.ts';
import type { Truth } from '../ownership.ts';
import type { RunCall } from './picture-run.ts';

/** What was seen of one start, when it was over or was last looked at. */
export interface Seen {
  readonly trace: readonly TraceEvent[];
  readonly events: readonly PoolEvent[];
  readonly truth: Truth;
  readonly names: ReadonlyMap<number, NamedCall>;
}

/** One start: its calls, and what was seen. */
export interface StartRecord {
  readonly calls: readonly RunCall[];
  readonly seen: Seen;
}

interface OpenRecord {
  readonly calls: RunCall[];
  seen: Seen | null;
}

/**
 * Remembers the starts in which something was called, so that a picture can be drawn of the one
 * that a transcript comes from. A check may start again afterwards, to find out more.
 */
export class RunRecords {
  /** By a step's outcome: it stays the same object where a check writes a note to the step. */
  readonly #byOutcome = new WeakMap<TranscriptStep['outcome'], OpenRecord>();
  #open: OpenRecord = { calls: [], seen: null };
  #last: OpenRecord | null = null;

  /** A call of the start under way has been looked at. */
  add(number: number, attempt: CallAttempt): void {
    this.#open.calls.push({ number, attempt });
    this.#byOutcome.set(attempt.step.outcome, this.#open);
    this.#last = this.#open;
  }

  /** The start under way is over. @param see what was seen of it, asked if anything was called */
  end(see: () => Seen): void {
    this.#look(see);
    this.#open = { calls: [], seen: null };
  }

  /**
   * The start that the last of these steps was made in; without any, the latest with a call.
   * @param see what was seen of the start under way, asked if it is that one
   */
  find(steps: readonly TranscriptStep[], see: () => Seen): StartRecord | null {
    const outcome = steps.at(-1)?.outcome;
    const found = (outcome && this.#byOutcome.get(outcome)) ?? this.#last;
    if (!found) return null;
    if (found === this.#open) this.#look(see);
    return found.seen && { calls: [...found.calls], seen: found.seen };
  }

  #look(see: () => Seen): void {
    if (this.#open.calls.length > 0) this.#open.seen = see();
  }
}
