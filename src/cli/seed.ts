import { LeakproofError } from '../contract/index.ts';

/** Seeds are 31-bit, so that they are whole numbers in every language that reads the JSON. */
export const LARGEST_SEED = 0x7fffffff;

/** @throws LeakproofError `file-refused` where the text is no such number */
export function parseSeed(text: string, usage: string): number {
  const seed = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= LARGEST_SEED) return seed;
  const problem = `--seed takes a whole number from 0 to ${LARGEST_SEED}, not ${JSON.stringify(text)}`;
  throw wrongUsage(usage, problem);
}

/** One line: what is wrong with the arguments, and how a command is called. */
export function wrongUsage(usage: string, problem?: string): LeakproofError {
  const message = problem === undefined ? usage : `${problem}; ${usage}`;
  return new LeakproofError({ code: 'file-refused', message });
}
