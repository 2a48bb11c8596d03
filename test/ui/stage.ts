import { LitElement } from 'lit';
import '../../src/site.css';
import { defineElements, provideSession } from '../../src/ui/index.ts';
import { LessonSession } from '../../src/workbook/index.ts';
import type { AttackReport, LessonData, Verdict } from '../../src/contract/index.ts';
import { FakeEngine } from '../workbook/fake-engine.ts';
import { memoryKeeper } from '../workbook/memory-store.ts';
import { LESSON } from '../workbook/samples.ts';

/** A desk on the page, as the build writes it, with a session whose engine the test plays. */
export interface Desk {
  readonly root: HTMLElement;
  readonly session: LessonSession;
  readonly engine: FakeEngine;
  check(verdict: Verdict): Promise<void>;
  attack(report: AttackReport): Promise<void>;
}

/**
 * Lit updates in microtasks, nested elements one after the other: by a frame what is seen stands.
 * What is drawn in a task of its own says so itself.
 */
export async function settled(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  for (let pending = updating(); pending.length > 0; pending = updating()) {
    await Promise.all(pending.map((element) => element.updateComplete));
  }
}

const updating = (): LitElement[] =>
  [...document.querySelectorAll('*')].filter(
    (element): element is LitElement => element instanceof LitElement && element.isUpdatePending,
  );

export async function setUpDesk(lesson: LessonData = LESSON): Promise<Desk> {
  document.body.replaceChildren();
  const engine = new FakeEngine();
  const session = new LessonSession({ lesson, engine, keeper: memoryKeeper() });
  const root = document.createElement('main');
  provideSession(root, session);
  if (customElements.get('lp-results') === undefined) defineElements();
  for (const tag of [
    'lp-stages',
    'lp-predict',
    'lp-files',
    'lp-actions',
    'lp-results',
    'lp-status',
    'lp-share',
    'lp-notices',
    'lp-shared',
  ]) {
    root.append(document.createElement(tag));
  }
  root.querySelector('lp-files')?.after(staticEditor(lesson));
  document.body.append(root);
  await settled();
  return {
    root,
    session,
    engine,
    async check(verdict) {
      const run = session.check();
      engine.latest.answer(verdict);
      await run;
      await settled();
    },
    async attack(report) {
      const run = session.runAttack();
      engine.latest.answer(report);
      await run;
      await settled();
    },
  };
}

/** As the build writes it: every file's starter, of which the first is shown. */
function staticEditor(lesson: LessonData): HTMLElement {
  const editor = document.createElement('lp-editor');
  editor.style.cssText = 'display: block; height: 300px';
  lesson.manifest.files.forEach(({ path }, at) => {
    const pre = document.createElement('pre');
    pre.className = 'shiki';
    pre.dataset.path = path;
    pre.hidden = at > 0;
    pre.textContent = lesson.starter[path]?.trimEnd() ?? '';
    editor.append(pre);
  });
  return editor;
}
