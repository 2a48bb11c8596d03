import type { CheckKind, CompiledModule, LessonManifest } from '../contract/index.ts';
import type { AppLab } from './app/api.ts';
import type { Finding } from './finding.ts';
import type { Lab } from './lab.ts';
import type { WorldPlan } from './world.ts';

/** What every hidden assertion has. Its id is stable: answers and scripts refer to it. */
interface CheckHeader {
  readonly id: string;
  readonly kind: CheckKind;
  /** What is demanded, as a statement: "A tenant reads its own documents". */
  readonly title: string;
  /** What to understand when it fails and no known wrong answer fails alike. */
  readonly explanation: string;
}

/** A check that tries statements. */
export interface Check extends CheckHeader {
  readonly app?: undefined;
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

/** A check that calls the learner's program. */
export interface AppCheck extends CheckHeader {
  readonly app: true;
  readonly unset?: undefined;
  /**
   * Probes one fresh world, freshly started. Anything thrown ends as `could-not-check`, so a check
   * throws only when it cannot decide: an export that throws where it should answer is a finding.
   */
  readonly run: (lab: AppLab) => Promise<Finding>;
}

/** A lesson's checks, of either kind; those that try statements run first in each world. */
export type AnyCheck = Check | AppCheck;

/** The visible attack of the Leak stage. Its attempts, in order, are the transcript. */
export interface Attack {
  readonly app?: undefined;
  /** @returns one sentence on what came of it, with numbers, for a leak and for none */
  readonly run: (lab: Lab) => Promise<string>;
}

/** The visible attack on a program. Its calls, in order, are the transcript. */
export interface AppAttack {
  readonly app: true;
  /** @returns one sentence on what came of it, with numbers, for a leak and for none */
  readonly run: (lab: AppLab) => Promise<string>;
}

/** A lesson as the database worker holds it. */
export interface LessonModule {
  readonly slug: string;
  readonly manifest: LessonManifest;
  readonly setupSql: string;
  readonly plan: WorldPlan;
  readonly attack: Attack | AppAttack;
  readonly checks: readonly AnyCheck[];
  /** `driver.ts` of a lesson of TypeScript, compiled: trusted, and never shown in a page. */
  readonly driver?: CompiledModule;
}

/** `world.ts` of a lesson: `export default defineWorld({ … })`. */
export const defineWorld = (plan: WorldPlan): WorldPlan => plan;

/** `attack.ts` of a lesson. */
export const defineAttack = (run: Attack['run']): Attack => ({ run });

/** `attack.ts` of a lesson with TypeScript. */
export const defineAppAttack = (run: AppAttack['run']): AppAttack => ({ app: true, run });

/** `checks.ts` of a lesson. */
export const defineChecks = <C extends AnyCheck>(checks: readonly C[]): readonly C[] => {
  const ids = new Set(checks.map((check) => check.id));
  if (ids.size !== checks.length) throw new Error('Two checks of a lesson share an id');
  return checks;
};
