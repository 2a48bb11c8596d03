export type { LessonFolder } from './lesson-folder.ts';
export { ContentError, type Problem } from './problems.ts';
export { PROSE_SECTIONS, type Prose, type ProseSection } from './prose.ts';
export { readAnswers, type Answer } from './read-answers.ts';
export { readLessons } from './read-lessons.ts';
