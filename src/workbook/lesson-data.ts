import * as z from 'zod/mini';
import { FileTexts, LessonManifest } from '../contract/index.ts';

/** A manifest as the page may know it: without the answers, which would give the lesson away. */
export const PageManifest = z.omit(LessonManifest, { right: true, wrong: true });
export type PageManifest = z.infer<typeof PageManifest>;

/** What a lesson page carries in its `#lesson-data`. */
export const LessonData = z.object({
  slug: z.string(),
  order: z.number(),
  manifest: PageManifest,
  starter: FileTexts,
});
export type LessonData = z.infer<typeof LessonData>;
