import type { FileTexts } from '../contract/index.ts';
import type { LessonFolder } from './lesson-folder.ts';
import { ContentError, type Problem } from './problems.ts';
import { readFlatFolder } from './text-files.ts';

/** An answer an author wrote: the files it replaces, and the folder it comes from. */
export interface Answer {
  readonly kind: 'right' | 'wrong';
  readonly name: string;
  /** Only the files that the answer brings; the others stay as the starter has them. */
  readonly files: FileTexts;
}

/** Reads all answers of a lesson, the right ones first, in the manifest's order. */
export async function readAnswers(lesson: LessonFolder): Promise<readonly Answer[]> {
  const label = lesson.folder.split(/[\\/]/).slice(-2).join('/');
  const editable = new Set(
    lesson.manifest.files.filter((file) => file.editable).map((file) => file.path),
  );
  const problems: Problem[] = [];
  const answers: Answer[] = [];
  for (const kind of ['right', 'wrong'] as const)
    for (const { name } of lesson.manifest[kind]) {
      const files = await readFlatFolder(
        lesson.folder,
        label,
        `${kind}/${name}`,
        editable,
        'is not an editable file of lesson.json',
        problems,
      );
      answers.push({ kind, name, files });
    }
  if (problems.length > 0) throw new ContentError(problems);
  return answers;
}
