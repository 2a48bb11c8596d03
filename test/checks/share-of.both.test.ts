import { expect, it } from 'vitest';
import { shareOf } from '../../src/checks/index.ts';

it.each<[n: number, total: number, words: string]>([
  [4, 11, '4 of Acme’s 11 documents'],
  [1, 4, '1 of Acme’s 4 documents'],
  [1, 1, 'Acme’s 1 document'],
  // One was made since the world was drawn.
  [2, 1, '2 of Acme’s 2 documents'],
])('%s where %s were drawn: %s', (n, total, words) => {
  expect(shareOf(n, 'Acme', total, 'document')).toBe(words);
});
