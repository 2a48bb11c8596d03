import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileTexts } from '../../src/contract/index.ts';
import { openBench, readLesson, type Bench } from './error-leakage-bench.ts';
import { UNSOUND } from './error-leakage-unsound.ts';
import type { Variant } from './error-leakage-variant.ts';
import { SOUND } from './error-leakage-variants.ts';

const { folder, answers } = await readLesson();
const right = answers.find(({ name }) => name === 'catch-log-answer')?.files ?? {};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

/** A sound answer, with what the variant changes. */
function filesOf({ boundary, errors }: Variant): FileTexts {
  let text = right['boundary.ts'] ?? '';
  for (const [from, to] of boundary) {
    // A replacement that finds nothing would test the sound answer.
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  return { ...right, 'boundary.ts': text, ...(errors && { 'errors.ts': errors }) };
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
    expect(verdict.checks.find(({ id }) => id === expected.id)).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(expected.message) as string,
    });
  });
});

describe('what cannot be checked', () => {
  it.each([
    ['a function that is gone', 'export {}', /callTool is not exported/],
    ['a text that is no TypeScript', 'export async function callTool( {', /boundary\.ts, line 1/],
    ['a module that is not there', `import { query } from 'mysql';\nquery();`, /mysql/],
    ['an error while loading', `throw new Error('no configuration');`, /no configuration/],
    [
      'a call that never ends',
      'export const callTool = (): Promise<never> => new Promise(() => undefined);',
      /never answer/,
    ],
  ])('%s ends in one sentence, and never as passed', async (_name, text, words) => {
    const verdict = await bench.check({ ...right, 'boundary.ts': text }, 5);
    expect(verdict.passed).toBe(false);
    const undecided = verdict.checks.filter(({ status }) => status === 'could-not-check');
    expect(undecided).toHaveLength(verdict.checks.length);
    expect(verdict.fault?.message ?? undecided[0]?.message).toMatch(words);
  });
});
