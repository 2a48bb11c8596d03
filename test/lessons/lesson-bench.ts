import { fileURLToPath } from 'node:url';
import { runAttack, runChecks, type LessonModule } from '../../src/checks/index.ts';
import { loadLessonModule } from '../../src/cli/lesson-code.ts';
import { readAnswers, type Answer } from '../../src/content/index.ts';
import { readLessonFolder, type LessonFolder } from '../../src/content/lesson-folder.ts';
import type { Problem } from '../../src/content/problems.ts';
import type { AttackReport, Database, FileTexts, Verdict } from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';
import { openNodeRealms } from '../support/node-realms.ts';

/**
 * Reads one lesson alone, so that another one under construction does not fail its tests.
 * @param name of its folder: `15-session-vs-local`
 */
export async function readLessonAlone(
  name: string,
): Promise<{ folder: LessonFolder; answers: readonly Answer[] }> {
  const problems: Problem[] = [];
  const path = fileURLToPath(new URL(`../../lessons/${name}`, import.meta.url));
  const folder = await readLessonFolder(path, name, problems);
  if (!folder) throw new Error(JSON.stringify(problems, null, 2));
  return { folder, answers: await readAnswers(folder) };
}

/** The lesson, a database, and child processes in which answers run: what `grade` is made of. */
export interface Bench {
  readonly lesson: LessonModule;
  readonly database: Database;
  /** @param files what differs from the starter */
  check(files: FileTexts, seed: number): Promise<Verdict>;
  attack(files: FileTexts, seed: number): Promise<AttackReport>;
  close(): Promise<void>;
}

export async function openBench(folder: LessonFolder): Promise<Bench> {
  const lesson = await loadLessonModule(folder);
  const database = await openDatabase(await loadNodeAssets());
  const realms = openNodeRealms();
  return {
    lesson,
    database,
    check(files, seed) {
      const all = { ...folder.starter, ...files };
      return runChecks(database, lesson, all, seed, undefined, undefined, realms.run(all));
    },
    attack(files, seed) {
      const all = { ...folder.starter, ...files };
      return runAttack(database, lesson, all, seed, undefined, realms.run(all));
    },
    async close() {
      realms.dispose();
      await database.close();
    },
  };
}
