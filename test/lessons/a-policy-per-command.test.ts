import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAttack, runChecks } from '../../src/checks/index.ts';
import { readAnswers } from '../../src/content/index.ts';
import type { CheckResult, Database } from '../../src/contract/index.ts';
import { VARIANTS } from './a-policy-per-command-variants.ts';
import { openNodeDatabase, readLesson, withPolicies } from './a-policy-per-command-lesson.ts';

const SEEDS = [1, 20, 300, 4_000, 50_000] as const;

const { folder, lesson } = await readLesson();
const answers = await readAnswers(folder);
const right = answers.filter((answer) => answer.kind === 'right');

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});
afterAll(() => database.close());

const failedIds = (checks: readonly CheckResult[]): string[] =>
  checks.filter((check) => check.status === 'failed').map((check) => check.id);

describe('the starter', () => {
  it('works for its tenants, has no door beside the tables, and fails every check of those', async () => {
    const verdict = await runChecks(database, lesson, folder.starter, 7);
    expect(verdict.fault).toBeNull();
    expect(failedIds(verdict.checks)).toEqual(
      lesson.checks
        .filter(({ id, kind }) => kind === 'holds' && id !== 'nothing-around')
        .map(({ id }) => id),
    );
    expect(verdict.checks.filter((check) => check.status === 'could-not-check')).toEqual([]);
  });

  it.each(SEEDS)('leaks under attack, seed %i', async (seed) => {
    const report = await runAttack(database, lesson, folder.starter, seed);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.transcript).toHaveLength(5);
    expect(report.sentence).toMatch(
      /^\w+, who can list only its own \d documents?, read (?:(\d) of \w+’s \1 tool calls|\w+’s 1 tool call), planted \d documents? among \w+’s, forged 1 report for \w+ and deleted (?:(\d) of \w+’s \2 reports|\w+’s 1 report)\.$/,
    );
  });
});

describe.each(right)('right/$name', ({ files }) => {
  const texts = { ...folder.starter, ...files };

  it.each(SEEDS)('passes every check, seed %i', async (seed) => {
    const verdict = await runChecks(database, lesson, texts, seed);
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.filter((check) => check.status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
    expect(
      verdict.matrix?.cells.filter((cell) => !['allowed', 'denied'].includes(cell.state)),
    ).toEqual([]);
  });

  it('is not reached by the attack', async () => {
    const report = await runAttack(database, lesson, texts, 7);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toMatch(/ tried 5 tools and reached 0 rows of \w+\.$/);
  });
});

describe.each(lesson.manifest.wrong)('wrong/$name', ({ name, check: id, explanation }) => {
  const files = answers.find((answer) => answer.kind === 'wrong' && answer.name === name)?.files;

  it.each([7, 8])(`fails ${id} in its own way, seed %i`, async (seed) => {
    const verdict = await runChecks(database, lesson, { ...folder.starter, ...files }, seed);
    expect(verdict.fault).toBeNull();
    const result = verdict.checks.find((check) => check.id === id);
    expect(result).toMatchObject({ status: 'failed', resembles: name, explanation });
    expect(result?.message).toMatch(/\d.*\.$/);
    if (id !== 'rows-intact') expect(result?.evidence?.transcript).toHaveLength(1);
    expect(verdict.checks.filter((check) => check.status === 'could-not-check')).toEqual([]);
  });
});

describe('what else a learner may try', () => {
  it.each(VARIANTS)('$name: $expected', async ({ policies, expected }) => {
    // A server on which no tenant was ever set, as each press of Check has it.
    await database.renew();
    const memory = { tenantWasSet: false };
    const verdict = await runChecks(database, lesson, withPolicies(folder, policies), 7, memory);
    const open = verdict.checks.filter((check) => check.status !== 'passed');
    if (expected === 'passed') expect(open).toEqual([]);
    else expect(open).toContainEqual(expect.objectContaining(expected));
  });
});
