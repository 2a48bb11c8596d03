/** The answers that authors wrote, as tests need them: by lesson, with the files they bring. */
import { ROOT } from '../../../src/cli/lesson-code.ts';
import {
  readAnswers,
  readLessons,
  type Answer,
  type LessonFolder,
} from '../../../src/content/index.ts';

export interface AnsweredLesson {
  readonly lesson: LessonFolder;
  readonly answers: readonly Answer[];
}

export async function answeredLessons(): Promise<readonly AnsweredLesson[]> {
  const lessons = await readLessons(ROOT);
  return Promise.all(
    lessons.map(async (lesson) => ({ lesson, answers: await readAnswers(lesson) })),
  );
}

/** One answer by its folder's name. */
export function answerNamed({ lesson, answers }: AnsweredLesson, name: string): Answer {
  const found = answers.find((answer) => answer.name === name);
  if (found === undefined) throw new Error(`${lesson.slug} has no answer ${name}.`);
  return found;
}
