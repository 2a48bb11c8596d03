import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/contract/index.ts';
import { Grader } from '../support/graded.ts';
import { pictureAs } from '../support/pictures.ts';
import { openBench, readLesson, type Bench } from './rag-search-bench.ts';

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
  it('finds and cites what a tenant has, and whatever else is near', async () => {
    const verdict = await bench.check({}, 7);
    expect(verdict.fault).toBeNull();
    expect(idsOf(verdict.checks, 'failed')).toEqual([
      // Narrowed to a source of the tenant's own, the index's candidates are all others'.
      'own-in-source',
      'never-set',
      'database-holds',
      'database-writes',
      'search-apart',
      'source-apart',
      'citations-apart',
      'hostile-arguments',
      'between-the-lines',
      'no-tenant',
      'one-at-a-time',
      'in-flight-together',
    ]);
    expect(idsOf(verdict.checks, 'could-not-check')).toEqual([]);
    const searched = verdict.checks.find(({ id }) => id === 'search-apart');
    const picture = pictureAs('vectors', searched?.evidence?.picture);
    expect(picture.neighbours.some(({ foreign }) => foreign)).toBe(true);
  });

  it.each([1, 2])('leaks under attack, seed %i', async (seed) => {
    const report = await bench.attack({}, seed);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.transcript).toHaveLength(4);
    expect(report.sentence).toMatch(
      /^\w+, which has 250 chunks, was read \d chunks? of .+ and \d titles?, and somebody without a tenant 3 chunks\.$/,
    );
    const picture = pictureAs('vectors', report.picture);
    expect(picture.points.x).toHaveLength(2_000);
    expect(picture.neighbours.some(({ foreign }) => foreign)).toBe(true);
  });
});

describe.each(manifest.right)('right/$name', ({ name }) => {
  it('passes every check', async () => {
    const files = { ...folder.starter, ...filesOf(name) };
    const verdict = await grader.verdictOf(folder.slug, files);
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.filter((check) => check.status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
    const picture = pictureAs('vectors', verdict.picture);
    expect(picture.neighbours.length).toBeGreaterThan(0);
    expect(picture.neighbours.some(({ foreign }) => foreign)).toBe(false);
    expect(picture.missing).toEqual([]);
  });
});

describe('a sound answer', () => {
  it('is not reached by the attack, and finds what is its own', async () => {
    const report = await bench.attack(filesOf('transaction-and-force'), 3);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toMatch(
      /^4 calls of (\w+) and of nobody reached 0 rows of another, and \1 found 3 chunks of its own\.$/,
    );
    expect(pictureAs('vectors', report.picture).neighbours).toHaveLength(3);
  });

  it.each([1, 2])('passes on another seed, %i', async (seed) => {
    const verdict = await bench.check(filesOf('transaction-and-force'), seed);
    expect(verdict.checks.filter((check) => check.status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
  });
});

describe('what the learner is shown', () => {
  it('the SQL that the world is set up with', () => {
    expect(folder.starter['schema.sql']).toBe(bench.lesson.setupSql);
  });

  it('the embedder that the chunks were embedded with', async () => {
    const own = await readFile(path.join(folder.folder, 'embedder.ts'), 'utf8');
    expect(folder.starter['embedder.ts']).toBe(own);
  });

  it('the same rule in the prose as in the manifest', () => {
    expect(folder.prose.leak).toContain(`> **The rule:** ${manifest.rule}`);
  });
});
