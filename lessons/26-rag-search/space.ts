import { hashed } from './embedder.ts';
import type { Chunk } from './shelf.ts';

/** A chunk, and how near it is to a question. */
export interface Ranked {
  readonly chunk: Chunk;
  /** Cosine similarity. */
  readonly similarity: number;
}

/** The chunks by nearness, exactly: what an index approximates. */
export function nearest(question: string, chunks: readonly Chunk[]): readonly Ranked[] {
  const asked = hashed(question);
  return chunks
    .map((chunk) => ({ chunk, similarity: similarity(asked, chunk.vector) }))
    .sort((a, b) => b.similarity - a.similarity || a.chunk.id - b.chunk.id);
}

function similarity(one: readonly number[], other: readonly number[]): number {
  let dot = 0;
  let squares = 0;
  for (let axis = 0; axis < other.length; axis++) {
    const value = other[axis] ?? 0;
    dot += (one[axis] ?? 0) * value;
    squares += value * value;
  }
  return squares === 0 ? 0 : dot / Math.sqrt(squares);
}
