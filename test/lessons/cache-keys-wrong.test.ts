import { expect } from 'vitest';
import { proveWrongAnswers } from './wrong-answers.ts';

/** Checks in whose failure something of another tenant's is served, overwritten or taken away. */
const CROSSING = ['reads-apart', 'hostile-keys', 'restart-apart', 'entries-stay', 'refresh-apart'];
/** What is shared lies in a Map of the program, or the entry is right and its value is not. */
const BESIDE_THE_CACHE = ['promise-by-id', 'promise-by-joined-names', 'owner-in-the-value'];
/** Nothing has crossed: what was seen is that something would. */
const FORESEEN = ['eight-digits-of-a-hash'];

await proveWrongAnswers('21-cache-keys', ({ name, check }, result) => {
  const picture = result?.evidence?.picture;
  expect(picture?.kind).toBe(name === 'cache-removed' ? 'timeline' : 'cache');
  if (FORESEEN.includes(name) || BESIDE_THE_CACHE.includes(name)) return;
  if (picture?.kind === 'cache' && CROSSING.includes(check)) {
    expect(picture.entries.some(({ uses }) => uses.some(({ foreign }) => foreign))).toBe(true);
  }
});
