import type { AppLab, CallRequest, TogetherRun } from '#checks';

/** Replies that the first call gets before the second has its turn, at most. */
const DEEP = 8;

/**
 * Two calls in flight: the first gets some replies, the second all of its own, and then the first
 * goes on; for each number of replies there is.
 * @returns the first finding, and how many orders were tried
 */
export async function atEverySwitch<T>(
  lab: AppLab,
  requests: readonly [CallRequest, CallRequest],
  judge: (run: TogetherRun, replies: number) => Promise<T | null> | T | null,
): Promise<{ readonly found: T | null; readonly orders: number }> {
  let orders = 0;
  for (let replies = 0; replies <= DEEP; replies++) {
    const run = await lab.together(requests, [...Array.from({ length: replies }, () => 0), 1]);
    orders++;
    const found = await judge(run, replies);
    if (found !== null) return { found, orders };
    if (isOver(run, replies)) break;
  }
  return { found: null, orders };
}

/** The first call had ended before its turn could be taken, so that more replies change nothing. */
const isOver = ({ schedule }: TogetherRun, replies: number): boolean =>
  !schedule.slice(replies).some(({ step }) => step === 0);
