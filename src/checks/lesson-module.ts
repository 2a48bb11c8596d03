import type { CheckKind, LessonManifest } from '../contract/index.ts';
import type { Finding } from './finding.ts';
import type { Lab } from './lab.ts';
import type { WorldPlan } from './world.ts';

/** One hidden assertion. Its id is stable: answers and scripts refer to it. */
export interface Check {
  readonly id: string;
  readonly kind: CheckKind;
  /** What is demanded, as a statement: "A tenant reads its own documents". */
  readonly title: string;
  /** What to understand when it fails and no known wrong answer fails alike. */
  readonly explanation: string;
  /**
   * Runs before the others in the first world, on a server where no tenant was ever set. It then
   * must not act for a tenant, or the ones after it find the setting set.
   */
  readonly unset?: true;
  /**
   * Probes one fresh world. Anything thrown ends as `could-not-check`, so a check throws only
   * when it cannot decide.
   */
  readonly run: (lab: Lab) => Promise<Finding>;
}

/** The visible attack of the Leak stage. Its attempts, in order, are the transcript. */
export interface Attack {
  /** @returns one sentence on what came of it, with numbers, for a leak and for none */
  readonly run: (lab: Lab) => Promise<string>;
}

/** A lesson as the database worker holds it. */
export interface LessonModule {
  readonly slug: string;
  readonly manifest: LessonManifest;
  readonly setupSql: string;
  readonly plan: WorldPlan;
  readonly attack: Attack;
  readonly checks: readonly Check[];
}

/** `world.ts` of a lesson: `export default defineWorld({ … })`. */
export const defineWorld = (plan: WorldPlan): WorldPlan => plan;

/** `attack.ts` of a lesson. */
export const defineAttack = (run: Attack['run']): Attack => ({ run });

/** `checks.ts` of a lesson. */
export const defineChecks = (checks: readonly Check[]): readonly Check[] => {
  const ids = new Set(checks.map((check) => check.id));
  if (ids.size !== checks.length) throw new Error('Two checks of a lesson share an id');
  return checks;
};
