import {
  broken,
  fc,
  held,
  search,
  type Attempt,
  type Check,
  type Finding,
  type Lab,
  type TablePlan,
} from '#checks';
import type { MatrixCommand, Tenant } from '#contract';
import { causeOfLeak } from './cause.ts';
import { crossed, notProof, sentence, type Crossed } from './judge.ts';
import type { Crossing, Shape } from './statements.ts';

/** A crossing that came through. */
interface Breach {
  readonly crossing: Crossing;
  readonly shape: Shape;
  readonly attempt: Attempt;
  readonly found: Crossed;
}

/** What a check of the isolation tries. */
export interface Crossings {
  readonly tables: readonly TablePlan[];
  /** From the shortest to the longest, so that the shortest that works is what is shown. */
  readonly shapes: readonly Shape[];
  /** No tenant's context is set, instead of another tenant's. */
  readonly anonymous?: true;
  /** The command whose policy should have stopped it, and the clause of that policy. */
  readonly blame: (breach: Breach) => readonly [MatrixCommand, 'using' | 'check'];
  /** Names the way where the statement says more than the cause that the catalog shows. */
  readonly way?: (breach: Breach, cause: string) => string;
}

/** A check that no statement of a tenant, or of nobody, crosses to another tenant. */
export function holds(
  about: Pick<Check, 'id' | 'title' | 'explanation'>,
  crossings: Crossings,
): Check {
  return {
    ...about,
    kind: 'holds',
    // Tried while the setting was never set, which reads as NULL, and later while it is empty.
    ...(crossings.anonymous ? { unset: true } : {}),
    run: (lab) => lookForBreach(lab, crossings),
  };
}

async function lookForBreach(lab: Lab, crossings: Crossings): Promise<Finding> {
  let tries = 0;
  // The first two: of all tenants their ids look most alike.
  const [a, b] = lab.world.tenants;
  const breach = await search(
    // The world is random already; a row of it is drawn, and shrinks to the first.
    fc.nat(5),
    async (row): Promise<Breach | null> => {
      let undecided: Error | null = null;
      for (const shape of crossings.shapes) {
        for (const table of crossings.tables) {
          for (const [actor, victim] of directions(a, b, crossings.anonymous)) {
            const crossing: Crossing = { lab, table, actor, victim, row };
            const as = lab.actor(crossings.anonymous ? null : actor);
            const attempt = await lab.attempt(as, shape.sql(crossing));
            tries++;
            const found = crossed(attempt, crossing);
            if (found) return { crossing, shape, attempt, found };
            undecided ??= notProof(attempt);
          }
        }
      }
      if (undecided) throw undecided;
      return null;
    },
    { seed: lab.world.seed, runs: 1 },
  );
  if (!breach)
    return held(
      `${tries} statements over ${crossings.tables.length} tables reached 0 rows of another tenant.`,
    );
  const { crossing, shape, attempt, found } = breach;
  const who = crossings.anonymous ? 'A session without a tenant' : crossing.actor.name;
  const message = sentence(found, shape, crossing, who);
  const [command, clause] = crossings.blame(breach);
  const cause = await causeOfLeak(lab, crossings.tables, crossing.table, command, clause);
  const way = crossings.way?.(breach, cause) ?? cause;
  return broken(message, way, [{ ...attempt.step, note: message }]);
}

/** Both ways, because a condition such as `tenant_id >= …` holds in one. Nobody has no direction. */
function directions(
  a: Tenant,
  b: Tenant,
  anonymous?: true,
): readonly (readonly [Tenant, Tenant])[] {
  return anonymous
    ? [[a, b]]
    : [
        [a, b],
        [b, a],
      ];
}
