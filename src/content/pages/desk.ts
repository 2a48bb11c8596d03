import type { Lesson, LessonFile } from '../../contract/index.ts';
import type { Highlight } from '../highlight.ts';
import { markup, trusted, type Markup } from './markup.ts';
import { lock } from './parts.ts';

const fileId = (path: string): string => `file-${path}`;

function fileTab({ path, editable }: LessonFile, at: number): Markup {
  const current = at === 0 ? markup` aria-current="true"` : null;
  return markup`<li><a class="tab tab-file" href="#${fileId(path)}"${current}>${path}${editable ? null : lock}</a></li>`;
}

const files = (list: readonly LessonFile[]): Markup => markup`<lp-files>
<ul class="tabs" aria-label="Files">${list.map(fileTab)}</ul>
<p class="files-about">${list[0]?.about ?? ''}</p>
</lp-files>`;

/** Every file's starter is in the page: the first is shown, and all of them where no script runs. */
function editor({ manifest, starter }: Lesson, highlight: Highlight): Markup {
  const blocks = manifest.files.map(({ path, language }, at) =>
    trusted(
      highlight(starter[path] ?? '', language, {
        id: fileId(path),
        'data-path': path,
        'aria-label': path,
        ...(at === 0 ? {} : { hidden: true }),
      }),
    ),
  );
  return markup`<lp-editor>${blocks}</lp-editor>`;
}

const ACTIONS = markup`<lp-actions><div class="actions">
<button class="button button-primary" type="button" disabled>Run the attack</button>
<button class="button" type="button" disabled>Check</button>
<span class="actions-end">
<button class="button button-quiet" type="button" disabled>Hint</button>
<button class="button button-quiet" type="button" disabled>Reset</button>
</span>
</div></lp-actions>`;

const RESULT_TABS = ['Verdict', 'Attack', 'Matrix', 'Console', 'Data'];

const resultTab = (name: string, at: number): Markup =>
  markup`<button class="tab" type="button" disabled${at === 0 ? markup` aria-current="true"` : null}>${name}</button>`;

const RESULTS = markup`<lp-results id="results">
<div class="tabs results-tabs">${RESULT_TABS.map(resultTab)}</div>
<div class="results-panel" role="status" aria-label="Verdict">
<p>Nothing has run yet.</p>
<p class="quiet">Run the attack to see whose rows the code in the editor gives away. Check runs the hidden assertions on it, in fresh random worlds, and says here what held and what leaked.</p>
</div>
</lp-results>`;

const NOSCRIPT = markup`<noscript><p class="notice">Running the attack and checking a fix need JavaScript and WebAssembly: PostgreSQL itself runs in this page. The lesson and its code can be read without them.</p></noscript>`;

/** The working side, as it stands before any script has run. The elements replace their children. */
export const desk = (lesson: Lesson, highlight: Highlight): Markup =>
  markup`<section class="desk" aria-label="Workbench">
${NOSCRIPT}
${files(lesson.manifest.files)}
${editor(lesson, highlight)}
${ACTIONS}
<lp-splitter pane="results"></lp-splitter>
${RESULTS}
</section>`;
