import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLessons, ROOT } from '../../src/cli/lesson-code.ts';
import { readMutants, type Tried } from '../../src/cli/mutate-lesson.ts';
import { meetsTarget, reportOf } from '../../src/cli/mutate-report.ts';
import { fingerprintOf } from '../../src/cli/score.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a script would. */
function mutate(...args: string[]): Promise<Ran> {
  const file = path.join(ROOT, 'src/cli/mutate.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', file, ...args],
      { cwd: ROOT, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

const lessons = await findLessons([]);

const tried = (outcome: Tried['outcome']): Tried => ({
  mutant: {
    answer: 'one',
    operator: 'drop-using',
    mutation: 'a.sql: drop it',
    path: 'a.sql',
    text: '',
    diff: '@@ line 1\n-a',
  },
  outcome,
  line: '',
  refusedBy: [],
});

describe('the report', () => {
  it('counts what was decided, and lists what survived', () => {
    const all = [tried('killed'), tried('survived'), tried('undecided')];
    expect(reportOf('a-lesson', all, 3)).toEqual({
      lesson: 'a-lesson',
      mutants: 2,
      killed: 1,
      survived: [{ answer: 'one', mutation: 'a.sql: drop it', diff: '@@ line 1\n-a' }],
      equivalent: 3,
    });
  });

  it.each([
    [98, 2, true],
    [97, 3, false],
    [0, 0, false],
  ])('with %d killed and %d survived meets the target: %s', (killed, survived, met) => {
    const all = [
      ...Array.from({ length: killed }, () => tried('killed')),
      ...Array.from({ length: survived }, () => tried('survived')),
    ];
    expect(meetsTarget([reportOf('a-lesson', all, 0)])).toBe(met);
  });
});

describe('mutate', () => {
  it('exits 0 where enough are killed, with a report that scripts can read', async () => {
    const { code, stdout, stderr } = await mutate('superuser-and-owner-bypass', '--json');
    expect(code, stderr).toBe(0);
    const [report, ...others] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(others).toEqual([]);
    expect(Object.keys(report ?? {})).toEqual([
      'lesson',
      'mutants',
      'killed',
      'survived',
      'equivalent',
    ]);
    expect(report).toMatchObject({ lesson: 'superuser-and-owner-bypass', survived: [] });
    expect(report?.mutants).toBeGreaterThanOrEqual(12);
    expect(report?.killed).toBe(report?.mutants);
    // Some twenty verdicts on however many processors there are.
  }, 300_000);

  it.each([
    [['no-such-lesson'], 'There is no lesson "no-such-lesson"'],
    [['--seed', 'x'], '--seed takes a whole number'],
    [['--all', '--write'], '--write takes the mutants of a short run'],
    [['--fast'], 'usage: mutate'],
  ])('exits 2 and says why for %j', async (args, words) => {
    const { code, stdout, stderr } = await mutate(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe.each(lessons)('$slug', (lesson) => {
  it('names in equivalent.json only what is a mutant', async () => {
    const { equivalent } = await readMutants(lesson);
    const listed = lesson.equivalent.flatMap(({ mutations }) => mutations);
    expect(equivalent).toHaveLength(listed.length);
  });

  it('has a score of what is there now: `npm run mutate -- --write` brings it up to date', async () => {
    const { score } = lesson;
    expect(score).not.toBeNull();
    expect(score?.fingerprint).toBe(await fingerprintOf(lesson, await readMutants(lesson)));
    const caught = score?.variants.filter(({ caughtBy }) => caughtBy !== null).length ?? 0;
    expect(caught).toBeGreaterThanOrEqual(12);
  });
});
