import { Stage } from '../contract/index.ts';

/** The stages in their order. */
export const STAGES: readonly Stage[] = Stage.options;

/** Whether `stage` lies at or before `reached`. */
export function isReached(stage: Stage, reached: Stage): boolean {
  return STAGES.indexOf(stage) <= STAGES.indexOf(reached);
}

/** The later of two stages. */
export function laterStage(one: Stage, other: Stage): Stage {
  return isReached(one, other) ? other : one;
}
