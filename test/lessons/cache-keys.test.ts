import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GRADED_SEED, Grader } from '../support/graded.ts';
import { pictureAs } from '../support/pictures.ts';
import { openBench, readLesson, type Bench } from './cache-keys-bench.ts';

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

describe('the starter', () => {
  it('fails whatever is about other tenants, and nothing else', async () => {
    const verdict = await bench.check({}, 11);
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
    expect(verdict.checks.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([
      'reads-apart',
      'absence-apart',
      'hostile-keys',
      'restart-apart',
      'entries-stay',
      'refresh-apart',
      'in-flight-together',
    ]);
  });

  it.each([1, 2, 3])('leaks under attack, seed %i', async (seed) => {
    const report = await bench.attack({}, seed);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.sentence).toMatch(
      /^(\w+) asked for its own '[\w-]+' and was served 1 of (\w+)’s reports\.( \2 was then refused 1 of its own\.)?$/,
    );
    const { entries } = pictureAs('cache', report.picture);
    const [entry] = entries;
    expect(entry?.uses.map(({ how, foreign }) => [how, foreign])).toEqual([
      ['missed', false],
      ['wrote', false],
      ['served', true],
    ]);
  });
});

describe.each(manifest.right)('right/$name', ({ name }) => {
  it.each([GRADED_SEED, 2_000_000_011])('passes every check, seed %i', async (seed) => {
    const files = { ...folder.starter, ...filesOf(name) };
    const verdict = await (seed === GRADED_SEED
      ? grader.verdictOf(folder.slug, files)
      : bench.check(files, seed));
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.filter((check) => check.status !== 'passed')).toEqual([]);
    expect(verdict.passed).toBe(true);
    if (name === 'map-of-maps') {
      expect(pictureAs('timeline', verdict.picture).lanes).not.toEqual([]);
    } else {
      const { entries } = pictureAs('cache', verdict.picture);
      expect(
        new Set(entries.map(({ owner }) => owner).filter((owner) => owner !== null)).size,
      ).toBe(2);
      expect(entries.flatMap(({ uses }) => uses).filter(({ foreign }) => foreign)).toEqual([]);
    }
  });

  it('is not reached by the attack', async () => {
    const report = await bench.attack(filesOf(name), 3);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toMatch(
      / was served 0 of \w+’s reports\.( \w+ was then refused 0 of its own\.)?$/,
    );
  });
});

it('the same rule stands in the prose and in the manifest', () => {
  expect(folder.prose.fix).toContain(`> **The rule:** ${manifest.rule}`);
});
