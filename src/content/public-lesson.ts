import type { FileTexts, Lesson, LessonManifest } from '../contract/index.ts';

/**
 * A lesson as its page carries it in `#lesson-data`. The answers' names stay out: they would tell
 * the learner what to try, and a failed check brings the explanation that fits.
 */
export interface PublicLesson {
  readonly slug: string;
  readonly order: number;
  readonly manifest: Omit<LessonManifest, 'right' | 'wrong'>;
  readonly starter: FileTexts;
}

/** Takes out what the learner must not see. */
export function publicLesson(lesson: Lesson): PublicLesson {
  const { right: _right, wrong: _wrong, ...manifest } = lesson.manifest;
  return { slug: lesson.slug, order: lesson.order, manifest, starter: lesson.starter };
}
