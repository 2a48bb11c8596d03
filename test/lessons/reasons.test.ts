import { describe, expect, it } from 'vitest';
import { ROOT } from '../../src/cli/lesson-code.ts';
import { readAnswers, readLessons } from '../../src/content/index.ts';
import { publicLesson } from '../../src/content/public-lesson.ts';
import { dueReasons, textPairs } from '../../src/workbook/index.ts';

const lessons = await readLessons(ROOT);

describe.each(lessons.map((lesson) => [lesson.slug, lesson] as const))(
  'the reasons of %s',
  (_slug, lesson) => {
    it('are each about something that the starter has otherwise', async () => {
      const answers = await readAnswers(lesson);
      for (const { name, reasons } of lesson.manifest.right) {
        const files = answers.find((answer) => answer.kind === 'right' && answer.name === name);
        const pairs = textPairs(publicLesson(lesson), files?.files ?? {}, lesson.starter);
        const found = dueReasons(pairs, reasons).map(({ reason }) => reason);
        expect([name, ...found].sort()).toEqual([name, ...reasons.map((r) => r.reason)].sort());
      }
    });
  },
);
