import type { SharedReport, Verdict } from '../contract/index.ts';
import type { DatabaseWorker, Run } from './database-worker.ts';

/**
 * One check on two databases: each makes and probes one of the two worlds. Then the first draws the
 * picture of its world while the second, whose world is done with, tries in the smallest worlds
 * what failed. Every part is what one worker alone would do, in the same order of precedence, so
 * the verdict is the same to the byte.
 * @throws LeakproofError as {@link DatabaseWorker.check}, whichever of the two it was
 */
export async function checkOnTwo(
  first: DatabaseWorker,
  second: DatabaseWorker,
  run: Run,
): Promise<Verdict> {
  const started = performance.now();
  const other = second.world(run, 1);
  // Whether anybody waits for it is decided below.
  other.catch(() => undefined);
  const report = await first.world(run, 0);
  // One that could not be made decides: alone, a worker would not go on to the second.
  const verdict = report.fault
    ? await first.conclude(run, [report])
    : await goOn(first, second, run, report, other);
  return { ...verdict, ms: Math.round(performance.now() - started) };
}

async function goOn(
  first: DatabaseWorker,
  second: DatabaseWorker,
  run: Run,
  report: SharedReport,
  other: Promise<SharedReport>,
): Promise<Verdict> {
  const drawing = first.draw();
  drawing.catch(() => undefined);
  const verdict = await second.conclude(run, [report, await other]);
  const drawn = await drawing;
  if (drawn.report.fault) return first.conclude(run, [drawn.report]);
  if (verdict.fault) return verdict;
  const { matrix, data } = drawn;
  return { ...verdict, matrix, ...(data && { data }) };
}
