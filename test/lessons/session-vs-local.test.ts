import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/contract/index.ts';
import { GRADED_SEED, Grader } from '../support/graded.ts';
import { pictureAs } from '../support/pictures.ts';
import { openBench, readLesson, type Bench } from './session-vs-local-bench.ts';

const { folder, answers } = await readLesson();
const { manifest } = folder;
const filesOf = (name: string): Readonly<Record<string, string>> =>
  answers.find((answer) => answer.name === name)?.files ?? {};

const grader = new Grader();
afterAll(() => {
  grader.dispose();
});

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(folder);
});
afterAll(() => bench.close());

const idsOf = (checks: readonly CheckResult[], status: CheckResult['status']): string[] =>
  checks.filter((check) => check.status === status).map((check) => check.id);

describe('the starter', () => {
  it('serves its tenants, and leaks whenever somebody else comes next', async () => {
    const verdict = await bench.check({}, 7);
    expect(verdict.fault).toBeNull();
    expect(idsOf(verdict.checks, 'failed')).toEqual([
      'nothing-left-behind',
      'no-tenant',
      'in-flight-together',
    ]);
    expect(idsOf(verdict.checks, 'could-not-check')).toEqual([]);
  });

  it.each([1, 2, 3])('leaks under attack, seed %i', async (seed) => {
    const report = await bench.attack({}, seed);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.transcript).toHaveLength(8);
    expect(report.sentence).toMatch(
      /^A visitor read (?:(\d) of (?=\w+’s \1 )|(?=\w+’s 1 ))(\w+)’s (\d) invoices?, the health check saw \3, the visitor’s draft became an invoice of \2 and \2 read (?:(\d) of (?=\w+’s \4 )|(?=\w+’s 1 ))(?!\2)(\w+)’s \d invoices?\.$/,
    );
    // The picture of it: a bar that began with another tenant's value.
    const { lanes } = pictureAs('timeline', report.picture);
    const bars = lanes.flatMap((lane) => lane.bars);
    expect(lanes.map((lane) => lane.name)).toEqual(['Server connection']);
    expect(bars.some((bar) => bar.tenant === 0 && bar.inherited === 1)).toBe(true);
  });
});

describe.each(manifest.right)('right/$name', ({ name }) => {
  it.each([GRADED_SEED, 300])('passes every check, seed %i', async (seed) => {
    const files = { ...folder.starter, ...filesOf(name) };
    const verdict = await (seed === GRADED_SEED
      ? grader.verdictOf(folder.slug, files)
      : bench.check(files, seed));
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.filter((check) => check.status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
    const { lanes } = pictureAs('timeline', verdict.picture);
    expect(lanes.flatMap((lane) => lane.bars).length).toBeGreaterThan(10);
  });

  it('is not reached by the attack', async () => {
    const report = await bench.attack(filesOf(name), 3);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toBe(
      '8 calls of 2 tenants and of nobody reached 0 invoices of another.',
    );
    const bars = pictureAs('timeline', report.picture).lanes.flatMap((lane) => lane.bars);
    expect(bars.filter((bar) => bar.inherited !== null)).toEqual([]);
  });
});

describe('what the learner is shown', () => {
  it('the SQL that the world is set up with', () => {
    expect(folder.starter['schema.sql']).toBe(bench.lesson.setupSql);
  });

  it('the same rule in the prose as in the manifest', () => {
    expect(folder.prose.leak).toContain(
      `> **The rule:** ${manifest.rule}`.replaceAll(/\b(COMMIT|ROLLBACK)\b/g, '`$1`'),
    );
  });
});
