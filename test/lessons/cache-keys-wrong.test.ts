import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBench, readLesson, type Bench } from './cache-keys-bench.ts';

const { folder, answers } = await readLesson();
const { manifest } = folder;
const filesOf = (name: string): Readonly<Record<string, string>> =>
  answers.find((answer) => answer.name === name)?.files ?? {};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

/** Checks in whose failure something of another tenant's is served, overwritten or taken away. */
const CROSSING = ['reads-apart', 'hostile-keys', 'entries-stay', 'refresh-apart'];
/** What is shared lies in a Map of the program, or the entry is right and its value is not. */
const BESIDE_THE_CACHE = ['promise-by-id', 'owner-in-the-value'];

describe.each(manifest.wrong)('wrong/$name', ({ name, check: id, explanation }) => {
  it(`fails ${id} in its own way, with a picture`, async () => {
    const verdict = await bench.check(filesOf(name), 7);
    expect(verdict.fault).toBeNull();
    const result = verdict.checks.find((check) => check.id === id);
    expect(result).toMatchObject({ status: 'failed', resembles: name, explanation });
    expect(result?.message).toMatch(/^[^\n]*\d[^\n]*\.$/);
    expect(result?.evidence?.transcript.length).toBeGreaterThan(0);
    expect(verdict.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
    const picture = result?.evidence?.picture;
    expect(picture?.kind).toBe(name === 'cache-removed' ? 'timeline' : 'cache');
    if (picture?.kind === 'cache' && CROSSING.includes(id) && !BESIDE_THE_CACHE.includes(name)) {
      expect(picture.entries.some(({ uses }) => uses.some(({ foreign }) => foreign))).toBe(true);
    }
  });
});
