import { expect, test } from 'vitest';
import { offsetOf, placeOf } from '../../src/workbook/index.ts';

test('places and offsets are each other’s inverse', () => {
  const text = 'one\n\nthree\n';
  for (let offset = 0; offset <= text.length; offset += 1) {
    expect(offsetOf(text, placeOf(text, offset))).toBe(offset);
  }
});

test('a place beyond the text is its end', () => {
  expect(offsetOf('one', { line: 99, column: 99 })).toBe(3);
});
