import { resolve } from 'node:path';
import { readLessonFolder, type LessonFolder } from './lesson-folder.ts';
import { ContentError, type Problem } from './problems.ts';
import { listFolder } from './text-files.ts';

/** Two lessons must not share a number (their order) or a slug (their address). */
function checkUnique(names: readonly string[], problems: Problem[]): void {
  const numbers = new Map<string, string>();
  const slugs = new Map<string, string>();
  for (const name of names) {
    const number = name.slice(0, 2);
    const slug = name.slice(3);
    const sameNumber = numbers.get(number);
    const sameSlug = slugs.get(slug);
    if (sameNumber !== undefined)
      problems.push({
        file: `lessons/${name}`,
        message: `the number ${number} is taken by ${sameNumber}`,
      });
    if (sameSlug !== undefined)
      problems.push({
        file: `lessons/${name}`,
        message: `the slug "${slug}" is taken by ${sameSlug}`,
      });
    numbers.set(number, name);
    slugs.set(slug, name);
  }
}

/**
 * Reads every lesson under `<root>/lessons`, in their order.
 * @throws ContentError with all breaches of the contract, in all lessons
 */
export async function readLessons(root: string): Promise<readonly LessonFolder[]> {
  const list = await listFolder(resolve(root, 'lessons'));
  if (list === null)
    throw new ContentError([{ file: 'lessons', message: 'the folder is missing' }]);
  const problems: Problem[] = [];
  checkUnique(list.folders, problems);
  const lessons: LessonFolder[] = [];
  for (const name of list.folders) {
    const lesson = await readLessonFolder(resolve(root, 'lessons', name), name, problems);
    if (lesson !== null) lessons.push(lesson);
  }
  if (problems.length > 0) throw new ContentError(problems);
  return lessons;
}
