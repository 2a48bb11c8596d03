import { LeakproofError, type Tenant } from '../contract/index.ts';
import type { Attempt } from './attempt.ts';
import { broken, held, type Finding } from './finding.ts';
import type { Lab } from './lab.ts';
import type { Check } from './lesson-module.ts';
import { count } from './stock-checks.ts';
import type { TablePlan, World } from './world.ts';
import { waysAround, type WayAround } from './ways-around.ts';

/**
 * Takes every way around the tables from every tenant's context and from none.
 * @param run tries a statement as the application
 * @returns the first that reached another tenant's row, or null
 * @throws LeakproofError where a function reads past the policies and no call of it got an answer
 */
export async function goAround(
  lab: Lab,
  ways: readonly WayAround[],
  run: (tenant: Tenant | null, sql: string) => Promise<Attempt>,
): Promise<Finding | null> {
  for (const way of ways) {
    let answers = 0;
    for (const tenant of [...lab.world.tenants, null]) {
      for (const sql of way.statements(tenant)) {
        const attempt = await run(tenant, sql);
        if (!attempt.error) answers++;
        const owners = reachedOwners(attempt, way);
        const foreign = owners.filter((owner) => owner !== null && owner !== tenant?.index);
        if (foreign.length === 0) continue;
        const did = attempt.changes.length > 0 && !way.readsOnly ? 'changed' : 'read';
        const where = tenant ? `in ${tenant.name}’s context` : 'with no tenant set';
        const [first] = foreign;
        const name = lab.world.tenants.find(({ index }) => index === first)?.name ?? '';
        const theirs = foreign.filter((owner) => owner === first).length;
        return broken(
          `${lab.application} ${did} ${count(owners.length, 'row')} ${way.kind === 'relation' ? 'of' : 'through'} ${way.name} ${where}, ${theirs} of them ${name}’s.`,
          WAYS[way.kind],
          [attempt.step],
        );
      }
    }
    if (way.unbound !== null && answers === 0) throw cannotCall(way);
  }
  return null;
}

/** By which the known wrong answers name it. */
const WAYS = { relation: 'around', routine: 'around-function', trigger: 'around-trigger' } as const;

/** Whose rows came back, and whose were changed, before and after. */
function reachedOwners(attempt: Attempt, { readsOnly }: WayAround): (number | null)[] {
  const read = attempt.rows.rows.map(({ owner }) => owner);
  if (readsOnly) return read;
  return [
    ...read,
    ...attempt.changes.map(({ ownerBefore, ownerAfter, kind }) =>
      kind === 'inserted' ? ownerAfter : ownerBefore,
    ),
    ...attempt.changes
      .filter(
        ({ kind, ownerBefore, ownerAfter }) => kind === 'updated' && ownerBefore !== ownerAfter,
      )
      .map(({ ownerAfter }) => ownerAfter),
  ];
}

/** Nothing was learnt of a function although it reads past the policies. */
function cannotCall(way: WayAround): LeakproofError {
  return new LeakproofError({
    code: 'file-refused',
    message: `${way.name} runs with the rights of ${String(way.unbound)}, which policies do not bind, and no call that was tried got an answer, so what it hands out cannot be told.`,
  });
}

/**
 * The policies may be right and the rows still go out by another door that the learner opened.
 * @param mostCalls of each function from each context, where a world asks for fewer than elsewhere:
 *   each call may read all there is
 */
export function nothingAround(
  tables: readonly TablePlan[],
  mostCalls: (world: World) => number | undefined = () => undefined,
): Check {
  return {
    id: 'nothing-around',
    kind: 'holds',
    title: 'No view, copy, function or trigger leads around the policies',
    explanation:
      'Policies bind whoever asks the table itself. A view or a SECURITY DEFINER function asks it as its owner, who is exempt without FORCE; so is what is written through it. A copy of the rows has no policies at all. A trigger is such a function as well. Use security_invoker = true for a view, SECURITY INVOKER for a function, or let it name the tenant.',
    async run(lab) {
      const ways = await waysAround(lab, lab.application, tables, mostCalls(lab.world));
      const finding = await goAround(lab, ways, (tenant, sql) =>
        lab.attempt(lab.actor(tenant), sql),
      );
      return finding ?? held(`${count(ways.length, 'other way')} to the rows, and 0 leaks.`);
    },
  };
}
