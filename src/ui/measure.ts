import type { LessonSession } from '../workbook/index.ts';

/** What a learner presses, and waits for. */
export type Press = 'attack' | 'check' | 'reset';

/**
 * Does what was pressed and measures it as the learner lives it: from the click to the frame in
 * which its outcome stands on the page. Anyone can read it: `leakproof:check` and the like.
 */
export async function pressed(session: LessonSession, what: Press, start: number): Promise<void> {
  if (!(await act(session, what))) return;
  await nextFrame();
  performance.measure(`leakproof:${what}`, { start, end: performance.now() });
}

async function act(session: LessonSession, what: Press): Promise<boolean> {
  switch (what) {
    case 'attack':
      return session.runAttack();
    case 'check':
      return session.check();
    case 'reset':
      session.reset();
      return true;
  }
}

/** Elements update in microtasks, so by then all of them stand; the timer serves hidden pages. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, 250);
    requestAnimationFrame(() => {
      clearTimeout(late);
      resolve();
    });
  });
}
