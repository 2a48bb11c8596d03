import { describe, expect, it } from 'vitest';
import { readLesson } from './error-leakage-bench.ts';

const { folder } = await readLesson();
const prose = Object.values(folder.prose).join('\n');

/** How many numbers V8 draws ahead. It gives them out from the last to the first. */
const BATCH = 64;
/** Numbers enough for two whole batches, wherever the first of them begins. */
const drawn = Array.from({ length: 3 * BATCH }, () => Math.random());
/** Of the 64 bits of a word, how many make the number: 52, in later versions of V8 53. */
const SHOWN = drawn.every((number) => Number.isInteger(number * 2 ** 52)) ? 52 : 53;
/** Numbers that are told, which the rest is computed from. */
const TOLD = 4;

/** One bit of the generator, as those of the 128 bits at the beginning that it is the sum of. */
type Bit = bigint;
/** A word of it, from the highest bit to the lowest. */
type Word = readonly Bit[];

const xor = (one: Word, other: Word): Word => one.map((bit, at) => bit ^ (other[at] ?? 0n));
const left = (word: Word, by: number): Word => word.map((_bit, at) => word[at + by] ?? 0n);
const right = (word: Word, by: number): Word => word.map((_bit, at) => word[at - by] ?? 0n);

/** V8's xorshift128+, of which a number shows the first word (src/numbers/math-random.cc). */
function step([first, second]: readonly [Word, Word]): [Word, Word] {
  let word = xor(first, left(first, 23));
  word = xor(word, right(word, 17));
  return [second, xor(xor(word, second), right(second, 26))];
}

/** The bits of a number, from the highest to the lowest. */
const bitsOf = (number: number): number[] => [
  ...BigInt(number * 2 ** SHOWN).toString(2).padStart(SHOWN, '0'),
].map(Number); // prettier-ignore

/** Every word that the generator comes to, by the bits it begins with. */
function wordsFrom(count: number): Word[] {
  const bit = (at: number): Bit => 1n << BigInt(at);
  let state: [Word, Word] = [
    Array.from({ length: 64 }, (_, at) => bit(at)),
    Array.from({ length: 64 }, (_, at) => bit(64 + at)),
  ];
  return Array.from({ length: count }, () => {
    const [word] = state;
    state = step(state);
    return word;
  });
}

/** Solves for the bits that it began with; null where no such generator shows these numbers. */
function solve(words: readonly Word[], numbers: readonly number[]): bigint | null {
  const rows = new Map<number, [mask: bigint, value: number]>();
  for (const [at, number] of numbers.entries()) {
    for (const [position, shown] of bitsOf(number).entries()) {
      let [mask, value] = [words[at]?.[position] ?? 0n, shown];
      while (mask !== 0n) {
        const top = mask.toString(2).length - 1;
        const known = rows.get(top);
        if (!known) {
          rows.set(top, [mask, value]);
          break;
        }
        [mask, value] = [mask ^ known[0], value ^ known[1]];
      }
      if (mask === 0n && value !== 0) return null;
    }
  }
  // From the lowest bit up: what a row has below its top is known by then.
  return [...rows]
    .sort(([one], [other]) => one - other)
    .reduce((start, [top, [mask, value]]) => {
      const below = parity(mask & start) ^ value;
      return below === 0 ? start : start | (1n << BigInt(top));
    }, 0n);
}

const parity = (bits: bigint): number => bits.toString(2).replaceAll('0', '').length % 2;

const numberOf = (word: Word, start: bigint): number =>
  word.slice(0, SHOWN).reduce((sum, bit) => sum * 2 + parity(bit & start), 0) / 2 ** SHOWN;

describe('Math.random', () => {
  it('gives away all that follow by a few of its numbers', () => {
    expect(prose).toContain('a few of the numbers give them away with all that follow');
    const words = wordsFrom(TOLD + BATCH);
    // Where a batch begins is not known: all places are tried, as whoever guesses would.
    const foretold = Array.from({ length: BATCH }, (_, begin) => {
      const start = solve(words, drawn.slice(begin, begin + TOLD).reverse());
      if (start === null) return [];
      const later = words.slice(TOLD).map((word) => numberOf(word, start));
      const next = drawn.slice(begin + BATCH, begin + 2 * BATCH);
      return next.every((number, at) => number === later[BATCH - 1 - at]) ? [begin] : [];
    }).flat();
    expect(foretold).toHaveLength(1);
  });
});
