import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LessonManifest,
  type FileTexts,
  type Picture,
  type Verdict,
} from '../../src/contract/index.ts';
import { GRADED_SEED, Grader } from '../support/graded.ts';
import { openBench, type Bench } from './path-namespacing-lab.ts';
import { VARIANTS } from './path-namespacing-variants.ts';

/** Read when the file is collected: each answer is a test of its own. */
const manifest = LessonManifest.parse(
  JSON.parse(
    readFileSync(new URL('../../lessons/23-path-namespacing/lesson.json', import.meta.url), 'utf8'),
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

/** What a picture says that lay outside of a caller's directory. */
function outside(picture: Picture | undefined): string[] {
  if (picture?.kind !== 'directory') throw new Error('No picture of directories');
  return picture.entries.flatMap(({ path, touches }) =>
    touches.some((touch) => touch.outside) ? [path] : [],
  );
}

describe('the starter', () => {
  it('works for one tenant alone, and fails the isolation', async () => {
    const verdict = await bench.check(bench.folder.starter, 7);
    expect(verdict.fault).toBeNull();
    const failed = verdict.checks.filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect(failed).toEqual(
      expect.arrayContaining([
        'own-exports-readable', 'exports-kept-apart', 'directory-per-tenant', 'foreign-reference',
        'list-at-home', 'sibling-directory', 'hostile-references', 'hostile-tenants', 'opaque-reference',
      ]),
    ); // prettier-ignore
    expect(verdict.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])('leaks under attack, seed %i', async (seed) => {
    const report = await bench.attack(bench.folder.starter, seed);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.sentence).toMatch(
      /^\w+ opened \d of \w+’s \d exports? by guessing, read the server’s own \.env by a path and wrote its report 1 over \w+’s\.$/,
    );
    expect(outside(report.picture)).toEqual(
      expect.arrayContaining(['/srv/exports/1.json', '/app/.env']),
    );
  });
});

describe('right answers', () => {
  it.each(manifest.right.flatMap(({ name }) => SEEDS.map((seed) => ({ name, seed }))))(
    '$name passes every check, seed $seed',
    async ({ name, seed }) => {
      const verdict = await checkAll(bench.filesOf('right', name), seed);
      expect({ fault: verdict.fault, open: notPassed(verdict) }).toEqual({ fault: null, open: [] });
      expect(verdict.passed).toBe(true);
      expect(outside(verdict.picture)).toEqual([]);
    },
  );

  it.each(manifest.right)('$name is not reached by the attack', async ({ name }) => {
    const report = await bench.attack(bench.filesOf('right', name), 3);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toMatch(/ and reached 0 exports of \w+\.$/);
    expect(outside(report.picture)).toEqual([]);
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
      const alike = whole.checks.map(({ resembles }) => resembles).filter((like) => like === name);
      expect(alike.length, way).toBeGreaterThan(0);
      for (const verdict of [whole, await bench.check(files, 90_210, [check])]) {
        const result = verdict.checks.find(({ id }) => id === check);
        expect(result).toMatchObject({ status: 'failed', resembles: name, explanation });
        expect(result?.message).toMatch(/^[^\n]*\d[^\n]*\.$/);
        expect(result?.evidence?.transcript.length).toBeGreaterThan(0);
      }
    },
  );

  it.each([
    'prefix-without-separator', 'tenant-from-the-reference', 'links-followed', 'real-path-deleted', 'numbered-in-turn',
    'realpath-then-open', 'tenant-id-as-it-comes', 'random-names-in-one-directory',
  ])('%s has a picture of what lay outside', async (name) => {
    const check = manifest.wrong.find((one) => one.name === name)?.check ?? '';
    const { checks } = await bench.check(bench.filesOf('wrong', name), 5, [check]);
    const picture = checks[0]?.evidence?.picture;
    if (name === 'random-names-in-one-directory') expect(picture?.kind).toBe('directory');
    else expect(outside(picture).length).toBeGreaterThan(0);
  }); // prettier-ignore
});

describe('what else a learner may try', () => {
  it.each(VARIANTS)('$name', async ({ change, expected }) => {
    const base = bench.filesOf('right', 'made-up-names')['exports.ts'] ?? '';
    const text = typeof change === 'string' ? change : change(base);
    expect(text).not.toBe(base);
    const only = expected === 'passed' ? undefined : [expected.id];
    const verdict = await bench.check(bench.withExports(text), 7, only);
    expect(verdict.fault).toBeNull();
    if (expected === 'passed') {
      expect(notPassed(verdict)).toEqual([]);
      return;
    }
    const [result] = verdict.checks;
    expect(result?.status, result?.message).toBe('failed');
    if (expected.resembles) expect(result?.resembles, result?.message).toBe(expected.resembles);
  });
});

describe('what cannot be checked', () => {
  it.each([
    ['', 'createExport'],
    ['export const createExport = 1;', 'createExport'],
    ['export async function createExport( {', 'exports.ts'],
    ["throw new Error('while loading');", 'while loading'],
  ])('%j ends in a sentence, and never as a pass', async (text, words) => {
    const verdict = await bench.check(bench.withExports(text), 1);
    expect(verdict.passed).toBe(false);
    const said = [verdict.fault?.message, ...verdict.checks.map(({ message }) => message)];
    expect(said.join('\n')).toContain(words);
    expect(verdict.checks.filter(({ status }) => status === 'passed')).toEqual([]);
  });
});

it('tells a run word for word again', async () => {
  const files = bench.filesOf('wrong', 'realpath-then-open');
  const [one, other] = [await bench.check(files, 11), await bench.check(files, 11)];
  expect({ ...one, ms: 0 }).toEqual({ ...other, ms: 0 });
});
