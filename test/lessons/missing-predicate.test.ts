import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LessonManifest, type FileTexts, type Verdict } from '../../src/contract/index.ts';
import { GRADED_SEED, Grader } from '../support/graded.ts';
import { openBench, type Bench } from './missing-predicate-lab.ts';
import { VARIANTS, variantOf } from './missing-predicate-variants.ts';

/** Read when the file is collected: each answer is a test of its own. */
const manifest = LessonManifest.parse(
  JSON.parse(
    readFileSync(
      new URL('../../lessons/01-missing-predicate/lesson.json', import.meta.url),
      'utf8',
    ),
  ),
);
const SEEDS = [GRADED_SEED, 2_000_000_011] as const;

const grader = new Grader();
afterAll(() => {
  grader.dispose();
});

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Of all checks; where the seed is that of other suites, together with them. */
const checkAll = (files: FileTexts, seed: number): Promise<Verdict> =>
  seed === GRADED_SEED ? grader.verdictOf(bench.folder.slug, files) : bench.check(files, seed);

const notPassed = ({ checks }: Verdict): unknown[] =>
  checks.filter(({ status }) => status !== 'passed');

describe('the starter', () => {
  it('works for its tenants but for the search, and fails the isolation', async () => {
    const verdict = await bench.check(bench.folder.starter, 7);
    expect(verdict.fault).toBeNull();
    const failed = verdict.checks.filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect(failed.filter((id) => id !== 'own-documents-listed')).toEqual([
      'read-by-id', 'update-by-id', 'delete-by-id', 'list-isolated', 'same-answer',
      'hostile-arguments', 'moved-meanwhile',
    ]); // prettier-ignore
    expect(verdict.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
    expect(verdict.matrix).toBeNull();
  });

  it.each([1, 2, 3, 4, 5])('leaks under attack, seed %i', async (seed) => {
    const report = await bench.attack(bench.folder.starter, seed);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.sentence).toMatch(
      /^\w+, who can list only its own \d documents?, opened (?:\d of \w+’s \d documents|\w+’s 1 document).* by counting, with \d ids?, and deleted 1 document of others\.$/,
    );
    const [listed, ...others] = report.transcript;
    expect(listed?.sql).toBe('listDocuments(session, {})');
    expect(others.at(-1)?.sql).toMatch(/^deleteDocument\(session, \{ id: \d{4} \}\)$/);
  });
});

describe('right answers', () => {
  it.each(manifest.right)('$name passes every check', async ({ name }) => {
    for (const seed of SEEDS) {
      const verdict = await checkAll(bench.filesOf('right', name), seed);
      expect({ fault: verdict.fault, open: notPassed(verdict) }).toEqual({ fault: null, open: [] });
      expect(verdict.passed).toBe(true);
    }
  });

  it.each(manifest.right)('$name is not reached by the attack', async ({ name }) => {
    const report = await bench.attack(bench.filesOf('right', name), 3);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toMatch(/^\w+ tried \d ids? and reached 0 documents of others\.$/);
  });
});

describe('wrong answers', () => {
  it.each(manifest.wrong)(
    '$name fails $check as itself',
    async ({ name, check, way, explanation }) => {
      const files = bench.filesOf('wrong', name);
      const whole = await checkAll(files, GRADED_SEED);
      expect(whole.fault).toBeNull();
      expect(whole.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
      // Wherever it is told apart, it is told apart from the others.
      const alike = whole.checks.map(({ resembles }) => resembles).filter((like) => like === name);
      expect(alike.length, way).toBeGreaterThan(0);
      for (const verdict of [whole, await bench.check(files, 90_210, [check])]) {
        const result = verdict.checks.find(({ id }) => id === check);
        expect(result).toMatchObject({ status: 'failed', resembles: name, explanation });
        // A sentence with a number: what happened, and how often.
        expect(result?.message).toMatch(/^[^\n]*\d[^\n]*\.$/);
        expect(result?.evidence?.transcript.length).toBeGreaterThan(0);
      }
    },
  );
});

describe('what else a learner may try', () => {
  const right = (): string =>
    bench.filesOf('right', 'predicate-in-every-statement')['tools.ts'] ?? '';

  it.each(VARIANTS)('$name', async (variant) => {
    const { expected } = variant;
    const files = bench.withTools(variantOf(right(), variant));
    const only = expected === 'passed' ? undefined : [expected.id];
    const verdict = await bench.check(files, 7, only);
    expect(verdict.fault).toBeNull();
    if (expected === 'passed') {
      expect(notPassed(verdict)).toEqual([]);
      return;
    }
    const [result] = verdict.checks;
    expect(result?.status, result?.message).toBe('failed');
    if (expected.resembles) expect(result?.resembles, result?.message).toBe(expected.resembles);
    else expect(result?.resembles).toBeUndefined();
  });
});

describe('what cannot be checked', () => {
  it.each([
    ['', 'getDocument'],
    ['export const getDocument = 1;', 'getDocument'],
    ['export async function getDocument( {', 'tools.ts'],
    ["import { pool } from './nowhere.ts';\nexport const getDocument = () => pool;", 'nowhere'],
    ["throw new Error('while loading');", 'while loading'],
  ])('%j ends in a sentence, and never as a pass', async (text, words) => {
    const verdict = await bench.check(bench.withTools(text), 1);
    expect(verdict.passed).toBe(false);
    const said = [verdict.fault?.message, ...verdict.checks.map(({ message }) => message)];
    expect(said.join('\n')).toContain(words);
    expect(verdict.checks.filter(({ status }) => status === 'passed')).toEqual([]);
  });
});
