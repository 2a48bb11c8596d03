import { readLessonAlone } from './lesson-bench.ts';

export { openBench, type Bench } from './lesson-bench.ts';

export const readLesson = (): ReturnType<typeof readLessonAlone> =>
  readLessonAlone('22-error-leakage');
