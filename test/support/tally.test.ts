import { describe, expect, it } from 'vitest';
import { lastLine, sum, tallyOfStep, tallyOfSuite } from './tally.ts';

function report(passed: number, failed: number, pending = 0, todo = 0): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: todo,
  });
}

describe('the tally of a suite', () => {
  it('counts what the report counts', () => {
    expect(tallyOfSuite(report(3, 2, 1, 1), 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it.each<[string, string | undefined, number]>([
    ['wrote no report, though it exited with 0', undefined, 0],
    ['wrote a report that cannot be read', '{"numPassedTests": ', 0],
    ['wrote a report of another shape', '{"numPassedTests": "3"}', 0],
    ['ran no test', report(0, 0), 0],
    ['skipped every test', report(0, 0, 4), 0],
    ['passed every test and exited with 1, as on an unhandled error', report(3, 0), 1],
  ])('has a failure when the suite %s', (_what, text, exitCode) => {
    expect(tallyOfSuite(text, exitCode).failed).toBe(1);
  });
});

describe('the tally of a run', () => {
  it('counts a step without tests as one', () => {
    expect(sum([tallyOfStep(0), tallyOfStep(2), tallyOfSuite(report(5, 0), 0)])).toEqual({
      passed: 6,
      failed: 1,
      skipped: 0,
    });
  });

  it('ends in one line that names the skipped only if there are any', () => {
    expect(lastLine({ passed: 6, failed: 0, skipped: 0 })).toBe('6 passed, 0 failed');
    expect(lastLine({ passed: 6, failed: 1, skipped: 2 })).toBe('6 passed, 1 failed, 2 skipped');
  });
});
