import type { Lesson, LessonData } from '../contract/index.ts';

/**
 * A lesson as its page carries it. The answers' names stay out: they would tell the learner what to
 * try, and a failed check brings the explanation that fits.
 */
export function publicLesson(lesson: Lesson): LessonData {
  const { right: _right, wrong: _wrong, ...manifest } = lesson.manifest;
  return { slug: lesson.slug, order: lesson.order, manifest, starter: lesson.starter };
}
