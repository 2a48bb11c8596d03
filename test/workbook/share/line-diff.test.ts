import { describe, expect, test } from 'vitest';
import { diffLines, withContext } from '../../../src/workbook/share/line-diff.ts';

const SIGNS = { same: ' ', gone: '-', new: '+' } as const;
const drawn = (before: string, after: string): string =>
  diffLines(before, after)
    .map(({ kind, text }) => SIGNS[kind] + text)
    .join('|');

describe('a comparison', () => {
  test.each([
    ['a\nb\nc', 'a\nb\nc', ' a| b| c'],
    ['a\nb\nc', 'a\nx\nc', ' a|-b|+x| c'],
    ['a\nc', 'a\nb\nc', ' a|+b| c'],
    ['a\nb\nc', 'a\nc', ' a|-b| c'],
    ['', 'a', '-|+a'],
    ['a\na\na', 'a\na', ' a| a|-a'],
    ['a\nb\nc\nd', 'b\nd\ne', '-a| b|-c| d|+e'],
  ])('of %j with %j', (before, after, expected) => {
    expect(drawn(before, after)).toBe(expected);
  });

  test('numbers the lines of both', () => {
    const places = diffLines('a\nb\nc', 'a\nx\ny\nc').map(({ before, after }) => [before, after]);
    expect(places).toEqual([
      [1, 1],
      [2, null],
      [null, 2],
      [null, 3],
      [3, 4],
    ]);
  });

  test('can be put together to both texts again, whatever they are', () => {
    for (let round = 1; round < 60; round += 1) {
      const text = (step: number): string =>
        Array.from(
          { length: (round * step) % 17 },
          (_, at) => 'abcd'[(at * step + round) % 4],
        ).join('\n');
      const [before, after] = [text(7), text(11)];
      const lines = diffLines(before, after);
      const side = (left: 'new' | 'gone'): string =>
        lines
          .filter(({ kind }) => kind !== left)
          .map((line) => line.text)
          .join('\n');
      expect([side('new'), side('gone')]).toEqual([before, after]);
    }
  });

  test('of texts that have nothing in common and thousands of lines is done at once', () => {
    const lines = (letter: string): string => Array(5_000).fill(letter).join('\n');
    expect(diffLines(lines('a'), lines('b'))).toHaveLength(10_000);
  });

  test('shows three lines around each change and counts the rest', () => {
    const before = Array.from({ length: 40 }, (_, at) => String(at)).join('\n');
    const after = before.replace('\n5\n', '\nfive\n').replace('\n30\n', '\n');
    const shown = withContext(diffLines(before, after));
    expect(shown.map((line) => (line.kind === 'skipped' ? line.count : line.text))).toEqual([
      ...[2, '2', '3', '4', '5', 'five', '6', '7', '8', 18],
      ...['27', '28', '29', '30', '31', '32', '33', 6],
    ]);
  });
});
