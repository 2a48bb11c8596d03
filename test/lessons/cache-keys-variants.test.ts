import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBench, readLesson, type Bench } from './cache-keys-bench.ts';
import { VARIANTS, type Variant } from './cache-keys-variants.ts';

const { folder, answers } = await readLesson();
const model = answers.find(({ name }) => name === 'encoded-segments')?.files['reports.ts'] ?? '';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

/** Its key functions, and the walk of its refresh. */
const KEYS = /\/\*\*\n \* The one place[^]*?(?=\/\*\* Queries under way)/;
const WALK = / {2}for await \(const keys[^]*?\n {2}\}\n/;

function textOf({ keys, refresh, changes = [] }: Variant): string {
  const parts: [string | RegExp, string][] = changes.map(([from, to]) => [from, to]);
  if (keys !== undefined) parts.push([KEYS, keys]);
  if (refresh !== undefined) parts.push([WALK, refresh]);
  return parts.reduce((text, [from, to]) => {
    // A replacement that finds nothing would test the sound answer.
    const next = text.replace(from, () => to);
    expect(next).not.toBe(text);
    return next;
  }, model);
}

it.each(VARIANTS)('$name', async (variant) => {
  const verdict = await bench.check({ 'reports.ts': textOf(variant) }, 21);
  expect(verdict.fault).toBeNull();
  const { expected } = variant;
  if (expected === 'passed') {
    expect(verdict.checks.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
    return;
  }
  const found = verdict.checks.find(({ id }) => id === expected.id);
  expect(found?.status).toBe('failed');
  if (expected.resembles) expect(found?.resembles).toBe(expected.resembles);
});
