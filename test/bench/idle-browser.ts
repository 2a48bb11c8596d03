import type { Browser } from 'playwright';

/** Milliseconds between two looks. */
const SPAN = 500;

/** Of the processor's time in a span, what a browser takes that nobody uses. */
const IDLE = 0.05;

const DEADLINE = 30_000;

/**
 * Waits until the browser has nothing to do. A new window loads pages of the browser's own beside
 * the one that is measured, and a learner who opens a lesson has had a window for long.
 * @throws Error when it is still busy after half a minute
 */
export async function untilIdle(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  /** Milliseconds that its processes have taken of the processors, all together. */
  const taken = async (): Promise<number> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
  };
  const begun = performance.now();
  let before = await taken();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, SPAN));
    const now = await taken();
    if (now - before < IDLE * SPAN) break;
    if (performance.now() - begun > DEADLINE) throw new Error('The browser does not come to rest.');
    before = now;
  }
  await session.detach();
}
