import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../src/cli/lesson-code.ts';

// Submissions that hold TypeScript, as `grade` takes them.

const LESSON = 'missing-predicate';
const FOLDER = path.join(ROOT, `lessons/01-${LESSON}`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leakproof-ts-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Graded {
  readonly code: number;
  readonly stderr: string;
  readonly statuses: ReadonlySet<string>;
}

function grade(files: string): Promise<Graded> {
  const args = ['--import', 'tsx', path.join(ROOT, 'src/cli/grade.ts')];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args, LESSON, '--files', files, '--seed', '7', '--json'],
      { cwd: ROOT, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        const { checks } = JSON.parse(stdout) as { checks: { status: string }[] };
        resolve({
          code: error ? Number(error.code) : 0,
          stderr,
          statuses: new Set(checks.map(({ status }) => status)),
        });
      },
    );
  });
}

/** Grades a submission whose one editable file is this. */
async function gradeText(name: string, text: string): Promise<Graded> {
  const at = path.join(folder, name);
  await mkdir(at);
  await writeFile(path.join(at, 'tools.ts'), text);
  return await grade(at);
}

describe('grade, for TypeScript', () => {
  it('passes a right answer', async () => {
    const graded = await grade(path.join(FOLDER, 'right/predicate-in-every-statement'));
    expect(graded.stderr).toMatch(/^missing-predicate: passed all \d+ checks \(seed 7\)\n$/);
    expect(graded.code).toBe(0);
  });

  it('fails a wrong one', async () => {
    const graded = await grade(path.join(FOLDER, 'wrong/delete-forgotten'));
    expect(graded.code).toBe(1);
    expect(graded.stderr).toMatch(/^missing-predicate: failed \d+ of \d+ checks: [^\n]+\n$/);
  });

  // What else a program may do, and the sentence for each: test/sandbox/hostile, test/engine.
  it.each<[string, string, string]>([
    [
      'does not parse',
      'export const a = 1;\nexport function getDocument( {\n',
      'tools.ts, line 3: ',
    ],
    ['ends itself', 'process.exit(0);', 'Your program ended itself with process.exit(0).'],
  ])('could not check what %s', async (name, text, message) => {
    const graded = await gradeText(name.replaceAll(' ', '-'), text);
    expect(graded.code).toBe(2);
    expect(graded.stderr).toMatch(/^missing-predicate: could not check: [^\n]+\(seed 7\)\n$/);
    expect(graded.stderr).toContain(`could not check: ${message}`);
    expect([...graded.statuses]).toEqual(['could-not-check']);
  });

  it('does not pass tools that run in a circle', async () => {
    const names = ['getDocument', 'listDocuments', 'updateDocument', 'deleteDocument'];
    const tools = names.map((name) => `export function ${name}() { for (;;) {} }`);
    const graded = await gradeText('in-a-circle', tools.join('\n'));
    expect([1, 2]).toContain(graded.code);
    expect(graded.statuses).not.toEqual(new Set(['passed']));
    expect(graded.stderr).toMatch(/^missing-predicate: [^\n]+\n$/);
  });
});
