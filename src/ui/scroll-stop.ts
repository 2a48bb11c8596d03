import { nothing } from 'lit';

/**
 * A box of code scrolls where it would be higher than this. What may scroll must be reached by keys,
 * and what cannot is no stop on the way: hence the guess, which holds for a narrow screen.
 */
const CHARACTERS = 400;
const LINES = 12;

/** The `tabindex` of a box of code that may have to scroll. */
export const scrollStop = (text: string): '0' | typeof nothing =>
  text.length > CHARACTERS || text.split('\n').length > LINES ? '0' : nothing;
