import { findLesson, loadLessonModule } from '../../src/cli/lesson-code.ts';
import type { LessonModule } from '../../src/checks/index.ts';
import { readAnswers, type Answer, type LessonFolder } from '../../src/content/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';
import type { Database, FileTexts } from '../../src/contract/index.ts';

/** The lesson with its answers and a database, for the tests of this lesson. */
export interface Bench {
  readonly folder: LessonFolder;
  readonly lesson: LessonModule;
  readonly answers: readonly Answer[];
  readonly database: Database;
  /** The starter with some of its files replaced. */
  files(changed?: FileTexts): FileTexts;
}

export async function openBench(): Promise<Bench> {
  const folder = await findLesson('superuser-and-owner-bypass');
  return {
    folder,
    lesson: await loadLessonModule(folder),
    answers: await readAnswers(folder),
    database: await openDatabase(await loadNodeAssets()),
    files: (changed = {}) => ({ ...folder.starter, ...changed }),
  };
}

/** A connection string for a user. */
export const urlOf = (user: string): string => `postgres://${user}:s3cret@db.internal:5432/agents`;

/** What the application needs, granted to a role. */
export const grantsTo = (role: string): string =>
  `GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO ${role};
   GRANT USAGE ON SEQUENCE notes_id_seq TO ${role};`;
