/** How many tests passed, failed and were skipped, and how a suite's report becomes such numbers. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part that is read of what Vitest's JSON reporter writes. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

/** A step without tests of its own, such as lint, is one test. */
export function tallyOfStep(exitCode: number): Tally {
  return exitCode === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}

/**
 * Counts a suite. It counts as failed, with at least one, whenever anything about it is not in
 * order: no readable report, no test that ran, or a bad exit that no failed test accounts for.
 */
export function tallyOfSuite(report: string | undefined, exitCode: number): Tally {
  const counted = readReport(report);
  const ran = counted.passed + counted.failed;
  const unexplained = counted.failed === 0 && (exitCode !== 0 || ran === 0);
  return unexplained ? { ...counted, failed: 1 } : counted;
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, next) => ({
      passed: total.passed + next.passed,
      failed: total.failed + next.failed,
      skipped: total.skipped + next.skipped,
    }),
    NOTHING,
  );
}

/** The last line of a run. Scripts read it, so its wording is fixed. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function readReport(report: string | undefined): Tally {
  if (report === undefined) return NOTHING;
  try {
    const read: unknown = JSON.parse(report);
    if (!isVitestReport(read)) return NOTHING;
    return {
      passed: read.numPassedTests,
      failed: read.numFailedTests,
      skipped: read.numPendingTests + read.numTodoTests,
    };
  } catch {
    return NOTHING;
  }
}

function isVitestReport(value: unknown): value is VitestReport {
  if (typeof value !== 'object' || value === null) return false;
  const counts = value as Record<string, unknown>;
  return ['numPassedTests', 'numFailedTests', 'numPendingTests', 'numTodoTests'].every((name) =>
    Number.isSafeInteger(counts[name]),
  );
}
