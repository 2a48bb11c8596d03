import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAttack, runChecks } from '../../src/checks/index.ts';
import {
  LessonManifest,
  type CheckResult,
  type FileTexts,
  type Verdict,
} from '../../src/contract/index.ts';
import { openBench, type Bench } from './superuser-and-owner-bypass-lab.ts';

/** Read when the file is collected: each answer is a test of its own. */
const manifest = LessonManifest.parse(
  JSON.parse(
    readFileSync(
      new URL('../../lessons/06-superuser-and-owner-bypass/lesson.json', import.meta.url),
      'utf8',
    ),
  ),
);

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.database.close());

const filesOf = (kind: 'right' | 'wrong', name: string): FileTexts => {
  const answer = bench.answers.find((one) => one.kind === kind && one.name === name);
  if (!answer) throw new Error(`No answer ${kind}/${name}`);
  return bench.files(answer.files);
};

const grade = async (files: FileTexts, seed = 1): Promise<Verdict> => {
  // A server on which no tenant was ever set, as each press of Check has it.
  await bench.database.renew();
  return runChecks(bench.database, bench.lesson, files, seed, { tenantWasSet: false });
};

const failed = ({ checks }: Verdict): readonly CheckResult[] =>
  checks.filter(({ status }) => status === 'failed');

describe('right answers', () => {
  it.each(manifest.right)('$name passes every check on five seeds', async ({ name }) => {
    for (const seed of [1, 2, 77, 4_711, 2_000_000_011]) {
      const verdict = await grade(filesOf('right', name), seed);
      const open = verdict.checks.filter(({ status }) => status !== 'passed');
      expect({ fault: verdict.fault, open }).toEqual({ fault: null, open: [] });
      expect(verdict.passed).toBe(true);
    }
  });

  it.each(manifest.right)('$name is not leaked from by the attack', async ({ name }) => {
    const report = await runAttack(bench.database, bench.lesson, filesOf('right', name), 3);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(false);
    expect(report.sentence).toContain('3 of 3 ok as postgres, 3 of 3 ok as a');
  });
});

describe('wrong answers', () => {
  it.each(manifest.wrong)('$name fails $check as $way', async ({ name, check, explanation }) => {
    for (const seed of [1, 90_210]) {
      const verdict = await grade(filesOf('wrong', name), seed);
      expect(verdict.fault).toBeNull();
      expect(verdict.passed).toBe(false);
      expect(verdict.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
      const result = verdict.checks.find(({ id }) => id === check);
      expect(result).toMatchObject({ status: 'failed', resembles: name, explanation });
      // A sentence with a number: what happened, and how often.
      expect(result?.message).toMatch(/^[^\n]*\d[^\n]*\.$/);
    }
  });
});

describe('the starter', () => {
  it('leaks, and its test is green as superuser and red as the application’s role', async () => {
    const report = await runAttack(bench.database, bench.lesson, bench.files(), 5);
    expect(report.fault).toBeNull();
    expect(report.leaked).toBe(true);
    expect(report.sentence).toMatch(
      /^isolation\.test\.sql: 3 of 3 ok as postgres, 1 of 3 ok as app_user\. The application connects as postgres, which read (\d+) of \1 notes in \w+’s context, \d+ of them /,
    );
    const refused = report.transcript.filter(({ outcome }) => outcome.kind === 'refused');
    expect(refused.map(({ actor }) => actor.role)).toEqual(['app_user', 'app_user']);
  });

  it('fails as a superuser whom FORCE does not bind, and no check is left undecided', async () => {
    const verdict = await grade(bench.files());
    expect(failed(verdict).map(({ id }) => id)).toEqual([
      'plain-role', 'no-way-up', 'four-commands', 'rls-active', 'tenants-apart', 'no-tenant',
    ]); // prettier-ignore
    expect(failed(verdict)[0]?.message).toContain(
      'because it is a superuser, although FORCE is on for 2 tables',
    );
    expect(verdict.checks.some(({ status }) => status === 'could-not-check')).toBe(false);
    const cells = verdict.matrix?.cells ?? [];
    expect(cells.length).toBe(2 * 4 * 3);
    expect(
      cells.filter(({ context }) => context !== 'own').every(({ state }) => state === 'leaked'),
    ).toBe(true);
  });

  it('shows the learner the very SQL that the world is set up with', async () => {
    const setup = await readFile(path.join(bench.folder.folder, 'setup.sql'), 'utf8');
    expect(bench.folder.starter['schema.sql']).toBe(setup);
  });

  it('has the same rule in its prose as in its manifest', () => {
    expect(bench.folder.prose.leak).toContain(`> **The rule:** ${manifest.rule}\n`);
  });
});
