import type { LessonSession } from '../../workbook/index.ts';

/** Sets `leakproof:readable`: when the prose and the code first stood on the page. */
export function markReadable(): void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) {
      performance.mark('leakproof:readable', { startTime: entry.startTime });
      observer.disconnect();
    }
  });
  observer.observe({ type: 'paint', buffered: true });
}

/** Sets `leakproof:first-query`: when the database in the page first answered. */
export function markFirstQuery(session: LessonSession): void {
  const end = session.subscribe(() => {
    if (session.state.engine.phase !== 'ready') return;
    performance.mark('leakproof:first-query');
    end();
  });
}
