import { LessonData } from './contract/index.ts';
import { createBrowserEngine } from './engine/browser/browser-engine.ts';
import {
  defineElements,
  loadMonaco,
  loadMonacoPrompt,
  LpShortcuts,
  LpThemeToggle,
  markFirstQuery,
  markReadable,
  provideSession,
  wantsRichEditor,
  whenQuiet,
} from './ui/index.ts';
import { isShare, LessonSession } from './workbook/index.ts';

/** The lesson that the page carries; null on a page without one. */
function lessonOfPage(): LessonData | null {
  const data = document.getElementById('lesson-data')?.textContent;
  return data === undefined ? null : LessonData.parse(JSON.parse(data));
}

/** Brings a lesson's page to life: the database, then the elements, then the rich editor. */
async function openLesson(lesson: LessonData): Promise<void> {
  const engine = createBrowserEngine(lesson);
  // What is there to read stands on the page already; nothing below is worth waiting for.
  engine.start();
  // The answers to its requests come first, then the elements, which take the page some time.
  await new Promise((resolve) => setTimeout(resolve));
  const session = new LessonSession({ lesson, engine });
  provideSession(document, session);
  defineElements();
  markFirstQuery(session);
  // A page that comes back from the back-forward cache goes on as it was: nothing is disposed.
  keepRecord(session);

  // Who comes straight to Fix, from the leak on the home page, finds the attack already run.
  const straight = session.state.stage === 'fix';
  void session.restore().then(() => {
    if (straight) void session.runAttack();
    openShare(session);
  });
  addEventListener('hashchange', () => openShare(session));

  const editor = document.querySelector('lp-editor');
  if (editor === null || !wantsRichEditor()) return;
  await whenQuiet(session, editor);
  await editor.upgrade(loadMonaco);
  await document.querySelector('lp-sql-console')?.upgrade(loadMonacoPrompt);
}

/** A link may carry somebody's texts: they are shown, and nothing is done with them. */
function openShare(session: LessonSession): void {
  if (isShare(location.hash)) void session.sharing.open(location.hash);
}

/** The record is written before the page may go, and looked at again when it comes back. */
function keepRecord(session: LessonSession): void {
  addEventListener('pagehide', () => session.leave());
  addEventListener('pageshow', ({ persisted }) => void (persisted ? session.look() : undefined));
  document.addEventListener('visibilitychange', () => {
    void (document.visibilityState === 'hidden' ? session.flush() : session.look());
  });
  for (const sign of ['keydown', 'pointermove', 'scroll'] as const)
    addEventListener(sign, () => session.tick(), { passive: true, capture: true });
}

/** The script is asynchronous, so that the page need not be painted before the engine starts. */
function parsed(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
    } else resolve();
  });
}

/** The static page stays readable; that nothing can be run on it should be said on it. */
function sayThatItStopped(): void {
  const status = document.querySelector('lp-status');
  const text =
    'The workbook could not start: a part of it did not load. Reload the page to try again.';
  status?.replaceChildren(text);
}

markReadable();
customElements.define('lp-theme-toggle', LpThemeToggle);
customElements.define('lp-shortcuts', LpShortcuts);
try {
  await parsed();
  const lesson = lessonOfPage();
  if (lesson !== null) await openLesson(lesson);
} catch (thrown) {
  sayThatItStopped();
  throw thrown;
}
