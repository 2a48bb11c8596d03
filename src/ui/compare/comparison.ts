import type { LessonFile } from '../../contract/index.ts';
import type { TextPair } from '../../workbook/index.ts';

/** A line of the answer, to be looked at. */
export interface LookedAt {
  /** From 1. */
  readonly line: number;
}

/** Two texts of one file side by side, neither of which can be changed. */
export interface Comparison {
  /** Shows another pair. */
  show(pair: TextPair, language: LessonFile['language']): void;
  /** Brings a line of the answer into view and marks it; null marks none. */
  reveal(line: number | null): void;
  /** Lets go of everything it holds. */
  dispose(): void;
}

/** Loads a rich comparison into an element. */
export type LoadComparison = (
  host: HTMLElement,
  files: readonly LessonFile[],
) => Promise<Comparison>;
