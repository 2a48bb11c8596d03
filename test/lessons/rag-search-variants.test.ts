import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileTexts } from '../../src/contract/index.ts';
import { openBench, readLesson, type Bench } from './rag-search-bench.ts';
import { SOUND, UNSOUND, type Variant } from './rag-search-variants.ts';

const { folder, answers } = await readLesson();
const right = answers.find(({ name }) => name === 'transaction-and-force')?.files ?? {};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

/** A sound answer, with what the variant changes. */
function filesOf({ knowledge = [], policies = [], then = '' }: Variant): FileTexts {
  const change = (text: string, pairs: NonNullable<Variant['knowledge']>): string =>
    pairs.reduce((now, [from, to]) => {
      // A replacement that finds nothing would test the sound answer.
      expect(now).toContain(from);
      return now.replace(from, () => to);
    }, text);
  return {
    'knowledge.ts': change(right['knowledge.ts'] ?? '', knowledge),
    'policies.sql': `${change(right['policies.sql'] ?? '', policies)}\n${then}\n`,
  };
}

describe('other answers that are sound', () => {
  it.each(SOUND)('$name', async (variant) => {
    const verdict = await bench.check(filesOf(variant), 21);
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
  });
});

describe('other answers that must be refused', () => {
  it.each(UNSOUND)('$name', async (variant) => {
    if (variant.fails === 'never-set') await bench.renew();
    const verdict = await bench.check(filesOf(variant), 12);
    expect(verdict.fault).toBeNull();
    expect(verdict.passed).toBe(false);
    const failed = verdict.checks.filter(({ status }) => status === 'failed');
    expect(failed.map(({ id }) => id)).toContain(variant.fails);
    const told = failed.map(({ resembles }) => resembles ?? 'none that is known');
    expect(told).not.toContain(variant.unlike);
  });
});

describe('what cannot be checked', () => {
  it.each([
    ['an endpoint that is gone', 'knowledge.ts', 'export {}', /is not exported/],
    ['SQL that PostgreSQL refuses', 'policies.sql', 'CREATE POLICY', /policies\.sql/],
    ['a table that is gone', 'policies.sql', 'DROP TABLE chunks;', /chunks/],
  ])('%s ends in one sentence, and never as passed', async (_name, path, text, words) => {
    const verdict = await bench.check({ ...right, [path]: text }, 5);
    expect(verdict.passed).toBe(false);
    const undecided = verdict.checks.filter(({ status }) => status === 'could-not-check');
    expect(undecided.length).toBeGreaterThan(0);
    expect(verdict.fault?.message ?? undecided[0]?.message).toMatch(words);
  });
});
