import { LpCourse } from './lp-course.ts';
import { LpKeeping } from './lp-keeping.ts';
import { LpLessonMark } from './lp-lesson-mark.ts';
import { LpResume } from './lp-resume.ts';
import { LpSearch } from './lp-search.ts';

/** Called once the home page's parts are provided: an element asks for them at once. */
export function defineHomeElements(): void {
  customElements.define('lp-course', LpCourse);
  customElements.define('lp-keeping', LpKeeping);
  customElements.define('lp-lesson-mark', LpLessonMark);
  customElements.define('lp-resume', LpResume);
  customElements.define('lp-search', LpSearch);
}
