/** Turns texts into vectors. A model fills it as well as a hash does: README.md says how. */
export interface Embedder {
  readonly dimensions: number;
  /** One vector of unit length for each text, in their order. */
  embed(texts: readonly string[]): Promise<number[][]>;
}

const DIMENSIONS = 256;

/** FNV-1a, 32 bits. Source: draft-eastlake-fnv. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}

/**
 * Feature hashing over words and pairs of words: each falls on one of 256 axes, in one of two
 * directions. Texts that share words and turns of phrase lie close together. It knows no synonyms,
 * needs no network, and gives the same vector everywhere.
 */
export function hashed(text: string): number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const count = (feature: string): void => {
    const value = hash(feature);
    const axis = (value >>> 1) % DIMENSIONS;
    vector[axis] = (vector[axis] ?? 0) + ((value & 1) === 0 ? 1 : -1);
  };
  words.forEach((word, at) => {
    count(word);
    if (at > 0) count(`${words[at - 1] ?? ''} ${word}`);
  });
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** The one that is in use: at ingestion, and for every question. Both have to be the same. */
export const embedder: Embedder = {
  dimensions: DIMENSIONS,
  embed: (texts) => Promise.resolve(texts.map(hashed)),
};
