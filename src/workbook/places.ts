/** One place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The offset of a place, within the text's bounds. */
export function offsetOf(text: string, place: Place): number {
  const lines = text.split('\n');
  const before = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return Math.min(text.length, before + place.column - 1);
}

/** The place of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
