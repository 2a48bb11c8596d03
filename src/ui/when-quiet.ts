import type { LessonSession } from '../workbook/index.ts';

/**
 * Resolves when the rich editor may load without taking the network or the processor from what the
 * learner waits for: the database is up or has failed, and the page is idle. Entering the editor hurries it.
 */
export async function whenQuiet(session: LessonSession, editor: Element): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = session.subscribe(look);
    editor.addEventListener('focusin', settle, { once: true });
    function look(): void {
      const { phase } = session.state.engine;
      if (phase === 'ready' || phase === 'failed') settle();
    }
    function settle(): void {
      end();
      resolve();
    }
    look();
  });
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 50);
  });
}

/**
 * Touch keyboards and Monaco do not get on, and Monaco draws its own high contrast in place of the
 * user's: there the plain editor stays.
 */
export function wantsRichEditor(): boolean {
  return matchMedia('(pointer: fine) and (forced-colors: none)').matches;
}
