import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findLesson } from '../../../../src/cli/lesson-code.ts';
import { readAnswers, type LessonFolder } from '../../../../src/content/index.ts';
import type { FileTexts } from '../../../../src/contract/index.ts';

/** What the exported files of a lesson meet in its database. */
export interface ExportSubject {
  readonly slug: string;
  /** The files of an answer that run in the database, in their order, and the role they run as. */
  readonly sql: { readonly role: string; readonly files: readonly string[] };
}

/** A starter or an answer as a whole: the starter's files, and over them the answer's. */
export interface ExportCase {
  readonly kind: 'starter' | 'right' | 'wrong';
  readonly name: string;
  readonly files: FileTexts;
  /** Sets the database up, as superuser: the lesson's and then the answer's. */
  readonly sql: string;
}

export interface ReadSubject {
  readonly lesson: LessonFolder;
  readonly cases: readonly ExportCase[];
}

/** The starter and every answer of a lesson. */
export async function readSubject({ slug, sql }: ExportSubject): Promise<ReadSubject> {
  const lesson = await findLesson(slug);
  const setup = await readFile(path.join(lesson.folder, 'setup.sql'), 'utf8');
  const asCase = (kind: ExportCase['kind'], name: string, own: FileTexts): ExportCase => {
    const files = { ...lesson.starter, ...own };
    const texts = sql.files.map((file) => files[file] ?? '');
    const ran = [setup, `SET ROLE ${sql.role};`, ...texts, 'RESET ROLE;'];
    return { kind, name, files, sql: ran.join('\n') };
  };
  const answers = await readAnswers(lesson);
  return {
    lesson,
    cases: [
      asCase('starter', 'starter', {}),
      ...answers.map(({ kind, name, files }) => asCase(kind, name, files)),
    ],
  };
}
