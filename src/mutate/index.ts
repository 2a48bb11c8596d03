export { mutantsOf, type Original } from './mutants.ts';
export type { Mutant } from './mutation.ts';
export { inTurn, turns } from './select.ts';
