import { describe, expect, test } from 'vitest';
import type { Reason } from '../../src/contract/index.ts';
import { dueReasons } from '../../src/workbook/index.ts';

const ANSWER = 'one\n  two three\nfour\nfive\n';

const about = (near: string, file = 'a.sql'): Reason => ({ file, near, reason: `about ${near}` });
const due = (before: string, ...reasons: Reason[]) =>
  dueReasons([{ path: 'a.sql', before, after: ANSWER }], reasons).map(
    ({ line, reason }) => `${line} ${reason}`,
  );

describe('the reasons that concern a learner', () => {
  test('are about lines that theirs has otherwise, in the order of the file', () => {
    const theirs = 'one\ntwo\nfour\n';
    expect(due(theirs, about('five'), about('four'), about('three'))).toEqual([
      '2 about three',
      '4 about five',
    ]);
  });

  test('lead to the first line of theirs among several', () => {
    expect(due('one\n  two three\nfive\n', about('three\nfour\nfive'))).toEqual([
      '3 about three\nfour\nfive',
    ]);
  });

  test('are none where only an indentation differs, or nothing', () => {
    expect(due('one\ntwo three  \nfour\nfive\n', about('two'))).toEqual([]);
    expect(due(ANSWER, about('two'))).toEqual([]);
  });

  test('leave out other files, and what the answer does not say', () => {
    expect(due('', about('one', 'b.sql'), about('six'))).toEqual([]);
  });

  test('follow the files in their order', () => {
    const pairs = [
      { path: 'b.sql', before: '', after: 'one\n' },
      { path: 'a.sql', before: '', after: 'one\n' },
    ];
    const found = dueReasons(pairs, [about('one'), about('one', 'b.sql')]);
    expect(found.map(({ path, line }) => [path, line])).toEqual([
      ['b.sql', 1],
      ['a.sql', 1],
    ]);
  });
});
