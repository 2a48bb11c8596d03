import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBench, readLesson, type Bench } from './rag-search-bench.ts';

const { folder, answers } = await readLesson();
const { manifest } = folder;
const filesOf = (name: string): Readonly<Record<string, string>> =>
  answers.find((answer) => answer.name === name)?.files ?? {};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

describe.each(manifest.wrong)('wrong/$name', ({ name, check: id, explanation }) => {
  it.each([7])(`fails ${id} in its own way, seed %i`, async (seed) => {
    const verdict = await bench.check(filesOf(name), seed);
    expect(verdict.fault).toBeNull();
    const result = verdict.checks.find((check) => check.id === id);
    expect(result).toMatchObject({ status: 'failed', resembles: name, explanation });
    expect(result?.message).toMatch(/^[^\n]*\d[^\n]*\.$/);
    expect(result?.evidence?.transcript.length).toBeGreaterThan(0);
    expect(verdict.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
  });
});
