import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileTexts } from '../../src/contract/index.ts';
import { openBench, readLesson, type Bench } from './session-vs-local-bench.ts';
import type { Variant } from './session-vs-local-parts.ts';
import { SOUND } from './session-vs-local-sound.ts';
import { UNSOUND } from './session-vs-local-variants.ts';

const { folder, answers } = await readLesson();
const right = answers.find(({ name }) => name === 'try-catch-finally')?.files ?? {};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

/** A sound answer, with what the variant changes. */
function filesOf({ tenant, invoices = [] }: Variant): FileTexts {
  const files: Record<string, string> = { ...right, ...(tenant && { 'tenant.ts': tenant }) };
  for (const [from, to] of invoices) {
    const text = files['invoices.ts'] ?? '';
    // A replacement that finds nothing would test the sound answer.
    expect(text).toContain(from);
    files['invoices.ts'] = text.replace(from, to);
  }
  return files;
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
    const verdict = await bench.check(filesOf(variant), 12);
    expect(verdict.fault).toBeNull();
    expect(verdict.passed).toBe(false);
    const { expected } = variant;
    if (expected === 'passed') throw new Error('Nothing is expected to fail.');
    const result = verdict.checks.find(({ id }) => id === expected.id);
    expect(result).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(expected.message) as string,
    });
    if (expected.resembles !== undefined) {
      expect(result?.resembles ?? null).toBe(expected.resembles);
    }
  });
});

describe('what cannot be checked', () => {
  it.each([
    ['an endpoint that is gone', 'invoices.ts', 'export {}', /Invoices? is not exported/],
    [
      'a text that is no TypeScript',
      'tenant.ts',
      'export async function withTenant( {',
      /tenant\.ts, line 1/,
    ],
    [
      'a module that is not there',
      'tenant.ts',
      `import { query } from 'mysql';\nquery();`,
      /mysql/,
    ],
    [
      'an error while loading',
      'tenant.ts',
      `throw new Error('no configuration');`,
      /no configuration/,
    ],
  ])('%s ends in one sentence, and never as passed', async (_name, path, text, words) => {
    const verdict = await bench.check({ ...right, [path]: text }, 5);
    expect(verdict.passed).toBe(false);
    const undecided = verdict.checks.filter(({ status }) => status === 'could-not-check');
    expect(undecided.length).toBeGreaterThan(0);
    expect(verdict.fault?.message ?? undecided[0]?.message).toMatch(words);
  });
});
