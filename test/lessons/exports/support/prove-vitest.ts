import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PoolMode } from '../../../../src/contract/index.ts';
import { readSubject, type ExportCase, type ExportSubject } from './export-case.ts';
import { EXPORTED, runExported, type TestReport } from './run-vitest.ts';

/** What the exported vitest file of a lesson is held to. */
export interface VitestProof extends ExportSubject {
  readonly mode?: PoolMode;
  /** The titles that are red on the starter, exactly. */
  readonly leaks: readonly string[];
  /** Wrong answers whose fault the file does not claim to find, by their reason. */
  readonly beyond?: Readonly<Record<string, string>>;
  /** The only wrong answers that are tried, where others would keep a test waiting to its deadline. */
  readonly wrong?: readonly string[];
  /** The role in a team's DATABASE_URL; `app_user` unless given. */
  readonly user?: (one: ExportCase) => string;
  /** A directory that the answers keep files in; it becomes a new one for each of them. */
  readonly volume?: string;
  /** The file with the names that an answer has; as it is unless given. */
  readonly named?: (file: string, one: ExportCase) => string;
}

/** Red on the starter and on what is wrong, green on what is right: each as a repository of its own. */
export async function proveVitest(proof: VitestProof): Promise<void> {
  const { lesson, cases } = await readSubject(proof);
  const file = await readFile(path.join(lesson.folder, 'export', EXPORTED), 'utf8');
  const beyond = new Set(Object.keys(proof.beyond ?? {}));
  const tried = cases.filter(
    ({ kind, name }) =>
      !beyond.has(name) && (kind !== 'wrong' || (proof.wrong?.includes(name) ?? true)),
  );
  const { user = () => 'app_user', named = () => file } = proof;
  let reports: ReadonlyMap<string, TestReport>;

  describe(`the exported vitest file of “${lesson.manifest.title}”`, () => {
    beforeAll(async () => {
      reports = await runExported(
        tried.map((one) => ({
          name: one.name,
          sql: one.sql,
          user: user(one),
          volume: proof.volume,
          files: { ...one.files, [EXPORTED]: named(file, one) },
        })),
        proof.mode,
      );
    }, 450_000);

    it('is red on the starter, and says where it leaks', () => {
      expect(reports.get('starter')).toMatchObject({ broken: null, failed: proof.leaks });
    });

    it.each(cases.filter(({ kind }) => kind === 'right'))('is green on $name', ({ name }) => {
      const { passed = [], failed, broken } = reports.get(name) ?? {};
      expect({ failed, broken }).toEqual({ failed: [], broken: null });
      const { passed: some = [], failed: others = [] } = reports.get('starter') ?? {};
      expect(passed).toHaveLength(some.length + others.length);
    });

    it.each(tried.filter(({ kind }) => kind === 'wrong'))('is red on $name', ({ name }) => {
      const { failed = [], broken = null } = reports.get(name) ?? {};
      expect(failed.length > 0 || broken !== null).toBe(true);
    });
  });
}
