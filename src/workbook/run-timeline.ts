import type { AttackReport, Verdict } from '../contract/index.ts';
import type { RunTimeline } from './state.ts';
import { byWeight } from './verdict-words.ts';

/** The timeline of an attack, under its title; null where no settings were watched. */
export function timelineOfAttack(report: AttackReport, title: string): RunTimeline | null {
  const { timeline, seed } = report;
  return timeline === undefined ? null : { of: 'attack', title, seed, timeline };
}

/** The timeline of the failed check that is shown first; null where none has one. */
export function timelineOfCheck(verdict: Verdict): RunTimeline | null {
  for (const { title, evidence } of byWeight(verdict.checks)) {
    if (evidence?.timeline === undefined) continue;
    return { of: 'check', title, seed: evidence.seed, timeline: evidence.timeline };
  }
  return null;
}
