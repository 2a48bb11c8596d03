import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawWorld } from '../../src/checks/index.ts';
import { openBench, readLesson, type Bench } from './rag-search-bench.ts';

const { folder, answers } = await readLesson();

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

describe('a verdict, though each build of an HNSW index makes another graph', () => {
  it.each(['starter', 'policy-function', 'meant-for-everyone', 'starved'])(
    'is the same twice, word for word: %s',
    async (name) => {
      const files = answers.find((answer) => answer.name === name)?.files ?? {};
      await bench.renew();
      const one = await bench.check(files, 20_250_314);
      await bench.renew();
      const other = await bench.check(files, 20_250_314);
      expect(one.fault).toBeNull();
      expect({ ...one, ms: 0 }).toEqual({ ...other, ms: 0 });
    },
    // Two verdicts, each with a world of 2 000 chunks.
    180_000,
  );
});

describe('the worlds', () => {
  const chunks = (seed: number, size: 'any' | 'second' | 'attack' | 'smallest'): number =>
    drawWorld(bench.lesson.plan, seed, size).rows.chunks?.length ?? 0;

  it('that are shown have no more chunks than an index looks at: hnsw.ef_search is 40', () => {
    for (let seed = 1; seed <= 60; seed++) {
      expect(chunks(seed, 'any')).toBeLessThanOrEqual(40);
      expect(chunks(seed, 'smallest')).toBeLessThanOrEqual(40);
    }
  });

  it('of the attack and the second of a check have 2 000', () => {
    expect([chunks(1, 'attack'), chunks(2, 'second')]).toEqual([2_000, 2_000]);
  });
});
