import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult, Picture } from '../../src/contract/index.ts';
import { Grader } from '../support/graded.ts';
import { pictureAs } from '../support/pictures.ts';
import { openBench, readLesson, type Bench } from './error-leakage-bench.ts';

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

/** Who in a picture of an error's way is told of whose data that is another's: caller, log. */
const foreignIn = (picture: Picture | undefined): number =>
  pictureAs('error-path', picture)
    .layers.flatMap(({ said }) => said.flatMap(({ pieces }) => pieces))
    .filter(({ foreign }) => foreign).length;
const layersOf = (picture: Picture | undefined): string[] =>
  pictureAs('error-path', picture).layers.map(({ name }) => name);

describe('the starter', () => {
  it('does what its tools do, and tells of others whenever a call fails', async () => {
    const verdict = await bench.check({}, 7);
    expect(verdict.fault).toBeNull();
    expect(idsOf(verdict.checks, 'passed')).toEqual(['results-unchanged', 'approved-messages']);
    expect(idsOf(verdict.checks, 'could-not-check')).toEqual([]);
    const database = verdict.checks.find(({ id }) => id === 'database-errors');
    expect(foreignIn(database?.evidence?.picture)).toBeGreaterThan(0);
  });

  it.each([1, 2])('leaks under attack, seed %i', async (seed) => {
    const report = await bench.attack({}, seed);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.sentence).toMatch(
      /^\w+ was told of [23] wallets of others by [23] of [45] answers to calls that failed\.$/,
    );
    // Where row-level security binds, there is no DETAIL; where the owner runs the UPDATE, there is.
    const shown = report.transcript.map(({ outcome }) =>
      outcome.kind === 'returned' ? outcome.value : '',
    );
    expect(shown[1]).toMatch(/wallets_handle_key/);
    expect(shown[1]).not.toMatch(/already exists/);
    expect(shown[2]).toMatch(/Failing row contains/);
    expect(layersOf(report.picture)).toEqual(['PostgreSQL', 'wallets.ts', 'The caller', 'The log']);
    expect(foreignIn(report.picture)).toBeGreaterThan(0);
  });
});

describe.each(manifest.right)('right/$name', ({ name }) => {
  it('passes every check', async () => {
    const files = { ...folder.starter, ...filesOf(name) };
    const verdict = await grader.verdictOf(folder.slug, files);
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.filter((check) => check.status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
    // The picture of it: the row goes as far as the log, and no further.
    expect(layersOf(verdict.picture)).toEqual([
      'PostgreSQL',
      'wallets.ts',
      'The caller',
      'The log',
    ]);
    expect(foreignIn(verdict.picture)).toBe(0);
  });

  it('is not reached by the attack', async () => {
    const report = await bench.attack(filesOf(name), 3);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toMatch(/was told of 0 wallets of others by 0 of [45] answers/);
    expect(foreignIn(report.picture)).toBe(0);
  });
});

describe('what the learner is shown', () => {
  it('the SQL that the world is set up with', () => {
    expect(folder.starter['schema.sql']).toBe(bench.lesson.setupSql);
  });

  it('the same rule in the prose as in the manifest', () => {
    expect(folder.prose.leak).toContain(`> **The rule:** ${manifest.rule}`);
  });
});
