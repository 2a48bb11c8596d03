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

const NAME = '26-rag-search';

/** Reads this lesson alone, so that another one under construction does not fail its tests. */
export async function readLesson(): Promise<{ folder: LessonFolder; answers: readonly Answer[] }> {
  const problems: Problem[] = [];
  const path = fileURLToPath(new URL(`../../lessons/${NAME}`, import.meta.url));
  const folder = await readLessonFolder(path, NAME, problems);
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
  /** A server on which no tenant was ever set. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export async function openBench(folder: LessonFolder): Promise<Bench> {
  const lesson = await loadLessonModule(folder);
  const database = await openDatabase(await loadNodeAssets());
  const realms = openNodeRealms();
  // Of the server, for as long as it lives: what was set once reads as '' from then on.
  const memory = { tenantWasSet: false };
  return {
    lesson,
    database,
    check(files, seed) {
      const all = { ...folder.starter, ...files };
      return runChecks(database, lesson, all, seed, memory, undefined, realms.run(all));
    },
    attack(files, seed) {
      const all = { ...folder.starter, ...files };
      return runAttack(database, lesson, all, seed, undefined, realms.run(all));
    },
    async renew() {
      await database.renew();
      memory.tenantWasSet = false;
    },
    async close() {
      realms.dispose();
      await database.close();
    },
  };
}
