import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../src/cli/lesson-code.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of ours as a script would. */
function run(command: 'grade' | 'lessons', ...args: string[]): Promise<Ran> {
  const file = path.join(ROOT, `src/cli/${command}.ts`);
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

const LESSON = 'a-policy-per-command';
const RIGHT = path.join(ROOT, `lessons/05-${LESSON}/right/for-all`);
const WRONG = path.join(ROOT, `lessons/05-${LESSON}/wrong/delete-true`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leakproof-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A folder with one file in it. */
async function submission(name: string, file: string, text: string | Uint8Array): Promise<string> {
  const dir = path.join(folder, name);
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, file), text);
  return dir;
}

describe('lessons', () => {
  it('lists every lesson with its files and checks as JSON', async () => {
    const { code, stdout } = await run('lessons', '--json');
    expect(code).toBe(0);
    const lessons = JSON.parse(stdout) as Record<string, unknown>[];
    const found = lessons.find((lesson) => lesson.slug === LESSON);
    expect(Object.keys(found ?? {})).toEqual(['id', 'slug', 'title', 'module', 'files', 'checks']);
    expect(found).toMatchObject({
      id: 'B2',
      module: 'B',
      files: expect.arrayContaining([
        { path: 'policies.sql', language: 'sql', editable: true },
      ]) as unknown,
      checks: expect.arrayContaining([{ id: 'rows-intact', kind: 'works' }]) as unknown,
    });
  });

  it('ends in silence when its reader has gone', async () => {
    const file = path.join(ROOT, 'src/cli/lessons.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', file], { cwd: ROOT });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, said }).toEqual({ code: 141, said: '' });
  });

  it('refuses arguments it does not know', async () => {
    const { code, stdout, stderr } = await run('lessons', '--yaml');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--json only, not --yaml');
  });
});

describe('grade', () => {
  it('exits 0 for a right answer, with a report that scripts can read', async () => {
    const { code, stdout, stderr } = await run(
      'grade',
      LESSON,
      '--files',
      RIGHT,
      '--seed',
      '5',
      '--json',
    );
    const report = JSON.parse(stdout) as Record<string, unknown> & { checks: object[] };
    expect(code, stderr).toBe(0);
    expect(Object.keys(report)).toEqual(['lesson', 'seed', 'passed', 'ms', 'checks']);
    expect(report).toMatchObject({ lesson: LESSON, seed: 5, passed: true });
    for (const check of report.checks) {
      expect(Object.keys(check)).toEqual(['id', 'kind', 'status', 'message', 'evidence']);
      expect(check).toMatchObject({ status: 'passed', evidence: null });
    }
  });

  it('exits 1 for a wrong answer, with the evidence, the same for the same seed', async () => {
    const args = [LESSON, '--files', WRONG, '--seed', '5', '--json'];
    const [one, two] = await Promise.all([run('grade', ...args), run('grade', ...args)]);
    expect(one.code).toBe(1);
    const reports = [one, two].map(
      ({ stdout }) => JSON.parse(stdout) as { ms: number; checks: { id: string }[] },
    );
    expect({ ...reports[0], ms: 0 }).toEqual({ ...reports[1], ms: 0 });
    expect(reports[0]?.checks.find((check) => check.id === 'delete-others')).toMatchObject({
      status: 'failed',
      evidence: {
        seed: expect.any(Number) as number,
        transcript: [{ sql: 'DELETE FROM reports' }],
      },
    });
    expect(one.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('says what it found to a person', async () => {
    const { stdout } = await run('grade', LESSON, '--files', WRONG, '--seed', '5');
    expect(stdout).toMatch(/✕ delete-others: \w+ deleted (?:\d+ of \w+’s \d+|\w+’s 1) \w+/);
    expect(stdout).toContain('✓ own-rows-readable');
  });

  it('takes an empty folder as the starter', async () => {
    const empty = path.join(folder, 'empty');
    await mkdir(empty);
    expect((await run('grade', LESSON, '--files', empty)).code).toBe(1);
  });

  it.each([
    ['a syntax error', 'CREATE POLCY p ON documents;', /line 1: syntax error at or near "POLCY"/],
    ['an open transaction', 'BEGIN;', /never committed/],
    ['a table that is gone', 'DROP TABLE documents;', /public\.documents is gone/],
    ['a NUL character', 'SELECT 1;\0', /NUL character/],
    ['a role change', 'RESET ROLE;', /cannot set parameter "role"/],
  ])('exits 2 for %s, with one line on stderr', async (name, sql, words) => {
    const dir = await submission(name, 'policies.sql', sql);
    const { code, stdout, stderr } = await run('grade', LESSON, '--files', dir, '--json');
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    const report = JSON.parse(stdout) as { passed: boolean; checks: { status: string }[] };
    expect(report.passed).toBe(false);
    expect(new Set(report.checks.map((check) => check.status))).toEqual(
      new Set(['could-not-check']),
    );
  });

  it('exits 2 for a statement that does not end', async () => {
    const dir = await submission(
      'endless',
      'policies.sql',
      'SELECT count(*) FROM generate_series(1, 1e12)',
    );
    const { code, stderr } = await run('grade', LESSON, '--files', dir, '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('did not end within 10 seconds');
  });

  it.each([
    ['no arguments', []],
    ['no folder given', [LESSON]],
    ['an unknown option', [LESSON, '--fles', RIGHT]],
    ['a seed that is no number', [LESSON, '--files', RIGHT, '--seed', 'x']],
    ['a negative seed', [LESSON, '--files', RIGHT, '--seed=-1']],
    ['an unknown lesson', ['no-such-lesson', '--files', RIGHT]],
    ['a missing folder', [LESSON, '--files', '/nowhere/at/all']],
    ['a file for a folder', [LESSON, '--files', path.join(RIGHT, 'policies.sql')]],
    ['--all with a lesson that is not there', ['--all', 'no-such-lesson']],
    ['--all with files', [LESSON, '--all', '--files', RIGHT]],
  ])('exits 2 and prints nothing but one line for %s', async (_name, args) => {
    const { code, stdout, stderr } = await run('grade', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^grade: /);
  });

  it.each([
    ['a file that the lesson does not have', 'other.sql', 'SELECT 1', 'is not a file of lesson'],
    ['a changed read-only file', 'app.sql', 'SELECT 1', 'is read-only'],
    ['bytes that are no text', 'policies.sql', new Uint8Array([0xff, 0xfe, 0x80]), 'is not UTF-8'],
    ['five megabytes', 'policies.sql', 'x'.repeat(5_000_000), 'at most 1000000'],
  ])('refuses %s', async (name, file, text, words) => {
    const dir = await submission(name, file, text);
    const { code, stdout, stderr } = await run('grade', LESSON, '--files', dir);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  it('refuses a folder inside the folder, and a file that cannot be read', async () => {
    const dir = path.join(folder, 'nested');
    await mkdir(path.join(dir, 'policies.sql'), { recursive: true });
    const { code, stderr } = await run('grade', LESSON, '--files', dir);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be read (EISDIR)');
  });
});
