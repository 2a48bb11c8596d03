import type { Reason } from '../contract/index.ts';
import { diffLines } from './share/line-diff.ts';
import type { TextPair } from './share/sharing.ts';

/** A reason that concerns the learner, with the line of the answer that it is about. */
export interface DueReason {
  readonly path: string;
  /** In the answer's text, from 1. */
  readonly line: number;
  readonly reason: string;
}

/**
 * The reasons about lines that the learner has otherwise, in the order of the files and within each.
 * Of what stands in both texts there is nothing to explain. How far a line is indented is no difference.
 */
export function dueReasons(
  pairs: readonly TextPair[],
  reasons: readonly Reason[],
): readonly DueReason[] {
  return pairs.flatMap(({ path, before, after }) => {
    const theirs = newLines(before, after);
    return reasons
      .filter(({ file }) => file === path)
      .map(({ near, reason }) => ({ path, line: firstOf(theirs, near, after), reason }))
      .filter((due): due is DueReason => due.line !== null)
      .sort((one, other) => one.line - other.line);
  });
}

/** The numbers of the lines that only the answer has. */
function newLines(before: string, after: string): ReadonlySet<number> {
  const lines = diffLines(flush(before), flush(after)).filter(({ kind }) => kind === 'new');
  return new Set(lines.map((line) => line.after ?? 0));
}

const flush = (text: string): string => text.replaceAll(/^[ \t]+|[ \t]+$/gm, '');

/** The first of a snippet's lines that is among these; null where none is. */
function firstOf(lines: ReadonlySet<number>, near: string, text: string): number | null {
  const start = text.indexOf(near);
  if (start < 0) return null;
  const first = text.slice(0, start).split('\n').length;
  const count = near.split('\n').length;
  for (let line = first; line < first + count; line += 1) if (lines.has(line)) return line;
  return null;
}
