import '../../src/site.css';
import { defineElements, provideSession } from '../../src/ui/index.ts';
import { Drafts, LessonSession } from '../../src/workbook/index.ts';
import type { AttackReport, Verdict } from '../../src/contract/index.ts';
import { FakeEngine } from '../workbook/fake-engine.ts';
import { memoryStore } from '../workbook/memory-store.ts';
import { LESSON, STARTER } from '../workbook/samples.ts';

/** A desk on the page, as the build writes it, with a session whose engine the test plays. */
export interface Desk {
  readonly root: HTMLElement;
  readonly session: LessonSession;
  readonly engine: FakeEngine;
  check(verdict: Verdict): Promise<void>;
  attack(report: AttackReport): Promise<void>;
}

/** Lit updates in microtasks, nested elements one after the other: by a frame all of them stand. */
export function settled(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

export async function setUpDesk(): Promise<Desk> {
  document.body.replaceChildren();
  const engine = new FakeEngine();
  const drafts = new Drafts(LESSON.slug, memoryStore());
  const session = new LessonSession({ lesson: LESSON, engine, drafts });
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
  ]) {
    root.append(document.createElement(tag));
  }
  root.querySelector('lp-files')?.after(staticEditor());
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

function staticEditor(): HTMLElement {
  const editor = document.createElement('lp-editor');
  editor.style.cssText = 'display: block; height: 300px';
  const pre = document.createElement('pre');
  pre.className = 'shiki';
  pre.dataset.path = 'policies.sql';
  pre.textContent = STARTER.trimEnd();
  editor.append(pre);
  return editor;
}
