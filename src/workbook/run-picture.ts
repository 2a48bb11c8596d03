import type { AttackReport, Verdict } from '../contract/index.ts';
import type { RunPicture } from './state.ts';
import { byWeight } from './verdict-words.ts';

/** The picture of an attack, under its title; null where it has none. */
export function pictureOfAttack(report: AttackReport, title: string): RunPicture | null {
  const { picture, seed } = report;
  return picture === undefined ? null : { of: 'attack', title, seed, picture };
}

/**
 * The picture of the failed check that is shown first; of a verdict that passed, its own. Null
 * where there is none.
 */
export function pictureOfCheck(verdict: Verdict): RunPicture | null {
  for (const { title, evidence } of byWeight(verdict.checks)) {
    if (evidence?.picture === undefined) continue;
    return { of: 'check', title, seed: evidence.seed, picture: evidence.picture };
  }
  const { picture, seed } = verdict;
  return picture === undefined ? null : { of: 'check', title: null, seed, picture };
}
