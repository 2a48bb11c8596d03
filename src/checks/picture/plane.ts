import { PLANE } from '../../contract/index.ts';

/** A vector: its numbers, all vectors of one picture equally long. */
export type Vector = readonly number[];

/** Whole coordinates in the picture's square, by column. */
export interface Laid {
  readonly x: number[];
  readonly y: number[];
}

/**
 * Lays vectors into the plane by the two directions in which they differ most (principal
 * components). What is far apart there is far apart; what is close may yet not be.
 */
export function layInPlane(vectors: readonly Vector[]): Laid {
  const [first, second] = principal(vectors);
  return { x: spread(first), y: spread(second) };
}

/**
 * Lays vectors around a query in the middle: each as far from it as `distances` says, and only the
 * angle taken from the two directions in which they differ most. So the nearest stand innermost.
 */
export function layAround(vectors: readonly Vector[], distances: readonly number[]): Laid {
  const [first, second] = principal(vectors);
  const furthest = distances.reduce((most, each) => Math.max(most, Math.abs(each)), 1e-12);
  const middle = PLANE / 2;
  const at = (i: number, turn: (angle: number) => number): number => {
    const angle = Math.atan2(second[i] ?? 0, first[i] ?? 0);
    const radius = (Math.abs(distances[i] ?? furthest) / furthest) * middle;
    return Math.round(middle + radius * turn(angle));
  };
  return {
    x: vectors.map((_, i) => at(i, Math.cos)),
    y: vectors.map((_, i) => at(i, Math.sin)),
  };
}

/** A vector as pgvector writes it, `[0.5,0,-1]`. Null where the text is none. */
export function vectorOf(text: string | null | undefined): Vector | null {
  if (!text?.startsWith('[') || !text.endsWith(']')) return null;
  const numbers = text.slice(1, -1).split(',').map(Number);
  return numbers.every(Number.isFinite) ? numbers : null;
}

/** Numbers over the whole side of the square. */
function spread(values: Float64Array): number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (high - low < 1e-12) return [...values].map(() => PLANE / 2);
  return [...values].map((value) => Math.round(((value - low) / (high - low)) * PLANE));
}

/** Rounds of the power method: the picture needs directions, not their last digits. */
const ROUNDS = 24;

/** Each vector's share of the first and of the second principal component. */
function principal(vectors: readonly Vector[]): readonly [Float64Array, Float64Array] {
  const width = vectors[0]?.length ?? 0;
  const rows = centred(vectors, width);
  const first = direction(rows, width, null);
  const second = direction(rows, width, first);
  return [
    Float64Array.from(rows, (row) => dot(row, first)),
    Float64Array.from(rows, (row) => dot(row, second)),
  ];
}

function centred(vectors: readonly Vector[], width: number): Float64Array[] {
  const mean = new Float64Array(width);
  for (const vector of vectors) addTo(mean, vector, 1 / vectors.length);
  return vectors.map((vector) => Float64Array.from(mean, (each, i) => (vector[i] ?? 0) - each));
}

/** The direction in which the rows differ most, at right angles to another. The same every time. */
function direction(
  rows: readonly Float64Array[],
  width: number,
  other: Float64Array | null,
): Float64Array {
  // Begins with what the rows are made of, rather than with a direction they may not have at all.
  let now = new Float64Array(width);
  for (const [i, row] of rows.entries()) addTo(now, row, Math.cos(i + 1));
  for (let round = 0; round < ROUNDS; round++) {
    if (other) addTo(now, other, -dot(now, other));
    const length = Math.sqrt(dot(now, now));
    if (length < 1e-12) return now;
    const next = new Float64Array(width);
    for (const row of rows) addTo(next, row, dot(row, now) / length);
    now = next;
  }
  if (other) addTo(now, other, -dot(now, other));
  const length = Math.sqrt(dot(now, now));
  return length < 1e-12 ? new Float64Array(width) : now.map((each) => each / length);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] ?? 0) * (other[i] ?? 0);
  return sum;
}

function addTo(sum: Float64Array, vector: ArrayLike<number>, times: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0) * times;
}
