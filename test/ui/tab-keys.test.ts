import { expect, test } from 'vitest';
import { tabAfterKey } from '../../src/ui/tab-keys.ts';

test('arrows go round among the tabs, Home and End to the ends, other keys nowhere', () => {
  expect(tabAfterKey('ArrowRight', 3, 4)).toBe(0);
  expect(tabAfterKey('ArrowLeft', 0, 4)).toBe(3);
  expect(tabAfterKey('Home', 2, 4)).toBe(0);
  expect(tabAfterKey('End', 0, 4)).toBe(3);
  expect(tabAfterKey('Enter', 0, 4)).toBeNull();
});
