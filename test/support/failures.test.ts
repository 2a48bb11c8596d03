import { describe, expect, it } from 'vitest';
import { failuresIn } from './failures.ts';

const passed = { fullName: 'a tally counts', status: 'passed', failureMessages: [] };

function report(...testResults: unknown[]): string {
  return JSON.stringify({ testResults });
}

describe('the failures of a suite', () => {
  it('are named by file and test, with the first line of the error', () => {
    const failed = {
      fullName: 'a tally adds',
      status: 'failed',
      failureMessages: ['Error: Test timed out in 60000ms.\n    at somewhere'],
    };
    const file = {
      name: '/r/test/a.test.ts',
      status: 'failed',
      assertionResults: [passed, failed],
    };
    expect(failuresIn(report(file), '/r')).toEqual([
      'test/a.test.ts › a tally adds: Error: Test timed out in 60000ms.',
    ]);
  });

  it('name a file that failed before its first test, or after its last', () => {
    const file = { name: '/r/test/a.test.ts', status: 'failed', message: 'no such module\n…' };
    expect(failuresIn(report({ ...file, assertionResults: [] }), '/r')).toEqual([
      'test/a.test.ts: no such module',
    ]);
    expect(failuresIn(report({ ...file, assertionResults: [passed] }), '/r')).toHaveLength(1);
  });

  it('are none where all passed', () => {
    const file = { name: '/r/test/a.test.ts', status: 'passed', assertionResults: [passed] };
    expect(failuresIn(report(file), '/r')).toEqual([]);
  });

  it.each([
    ['missing', undefined],
    ['cut off', '{"testResults": ['],
    ['of another shape', '{"testResults": 3}'],
  ])('are none where the report is %s', (_what, text) => {
    expect(failuresIn(text, '/r')).toEqual([]);
  });
});
