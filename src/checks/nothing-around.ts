import { LeakproofError, type Tenant } from '../contract/index.ts';
import type { Attempt } from './attempt.ts';
import { givenIn, isEcho, ownersBeyond } from './echo.ts';
import { broken, held, type Finding } from './finding.ts';
import type { Lab } from './lab.ts';
import type { Check } from './lesson-module.ts';
import { openedBy } from './opened.ts';
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
  tables: readonly TablePlan[],
  ways: readonly WayAround[],
  run: (tenant: Tenant | null, sql: string) => Promise<Attempt>,
): Promise<Finding | null> {
  for (const way of ways) {
    let answers = 0;
    for (const tenant of [...lab.world.tenants, null]) {
      // A statement that a function runs for one tenant it runs for any, so one is asked.
      const isAsked = tenant === null || tenant === lab.world.tenants[0];
      const tries = [
        ...way.statements(tenant).map((sql) => ({ sql, hostile: false })),
        ...(isAsked ? (way.hostile ?? []) : []).map((sql) => ({ sql, hostile: true })),
      ];
      let followed = 0;
      for (const { sql, hostile } of tries) {
        const taking: Taking = {
          lab,
          tables,
          way,
          tenant,
          sql,
          hostile,
          run: (text) => run(tenant, text),
        };
        const attempt = await taking.run(sql);
        if (!attempt.error) answers++;
        const finding = await reached(taking, attempt);
        if (finding) return finding;
        const mayOpen = way.elevated === true && attempt.wrote;
        if (!mayOpen || (!hostile && ++followed > MOST_FOLLOWED)) continue;
        const after = await reachedAfter(taking);
        if (after) return after;
      }
    }
    if (way.unbound !== null && answers === 0) throw cannotCall(way);
  }
  return null;
}

/** Calls that are followed, of a function that writes with each: the first have every value once. */
const MOST_FOLLOWED = 24;

/** One statement that takes a way around. */
interface Taking {
  readonly lab: Lab;
  readonly tables: readonly TablePlan[];
  readonly way: WayAround;
  readonly tenant: Tenant | null;
  readonly sql: string;
  readonly hostile: boolean;
  readonly run: (sql: string) => Promise<Attempt>;
}

/** By which the known wrong answers name it. */
const WAYS = { relation: 'around', routine: 'around-function', trigger: 'around-trigger' } as const;

/** What the statement itself reached. */
async function reached(taking: Taking, attempt: Attempt): Promise<Finding | null> {
  const { lab, tables, way, tenant, sql, hostile, run } = taking;
  const foreignIn = (owners: readonly (number | null)[]): number[] =>
    owners.filter((owner) => owner !== null).filter((owner) => owner !== tenant?.index);
  let read: readonly (number | null)[] = attempt.rows.rows.map(({ owner }) => owner);
  const changed = way.readsOnly ? [] : changedOwners(attempt);
  if (foreignIn([...read, ...changed]).length === 0) return null;
  if (way.kind === 'routine' && foreignIn(changed).length === 0) {
    const given = await givenIn(lab, tables, sql);
    // Without other rights than the caller's it tells nothing that the caller could not ask.
    const exactly = way.elevated === true;
    if (await isEcho(given, sql, exactly, run)) {
      read = await ownersBeyond(lab, tables, attempt, given);
    }
  }
  const owners = [...read, ...changed];
  const [first] = foreignIn(owners);
  if (first === undefined) return null;
  const did = attempt.changes.length > 0 && !way.readsOnly ? 'changed' : 'read';
  const through = way.kind === 'relation' ? `of ${way.name}` : `through ${way.name}`;
  return broken(
    `${lab.application} ${did} ${count(owners.length, 'row')} ${through} ${whereAndWhose(taking, owners, first)}`,
    hostile ? 'around-statement' : WAYS[way.kind],
    [attempt.step],
  );
}

/** What the application reached after it, where it left something behind. */
async function reachedAfter(taking: Taking): Promise<Finding | null> {
  const { lab, tables, way, tenant, sql, hostile, run } = taking;
  const given = await givenIn(lab, tables, sql);
  const opened = await openedBy(lab, tables, tenant, sql, given, run);
  if (!opened) return null;
  const { did, table, owners, rights } = opened;
  const first = owners.find((owner) => owner !== null && owner !== tenant?.index) ?? 0;
  return broken(
    `After ${way.name}, ${lab.application} ${did} ${count(owners.length, 'row')} of ${table} ${whereAndWhose(taking, owners, first)}`,
    hostile ? 'around-statement' : rights ? 'around-opened' : WAYS[way.kind],
    [opened.attempt.step],
  );
}

/** "in Acme’s context, 3 of them Globex’s." */
function whereAndWhose(
  { lab, tenant }: Taking,
  owners: readonly (number | null)[],
  other: number,
): string {
  const where = tenant ? `in ${tenant.name}’s context` : 'with no tenant set';
  const name = lab.world.tenants.find(({ index }) => index === other)?.name ?? '';
  return `${where}, ${owners.filter((owner) => owner === other).length} of them ${name}’s.`;
}

/** Whose rows were changed, before and after. */
const changedOwners = ({ changes }: Attempt): readonly (number | null)[] => [
  ...changes.map(({ ownerBefore, ownerAfter, kind }) =>
    kind === 'inserted' ? ownerAfter : ownerBefore,
  ),
  ...changes
    .filter(({ kind, ownerBefore, ownerAfter }) => kind === 'updated' && ownerBefore !== ownerAfter)
    .map(({ ownerAfter }) => ownerAfter),
];

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
      'Policies bind whoever asks the table itself. A view or a SECURITY DEFINER function asks it as its owner, who is exempt without FORCE; so is what is written through it. A copy of the rows has no policies at all. A trigger is such a function as well. Use security_invoker = true for a view, SECURITY INVOKER for a function, or let it name the tenant. One that runs a text of its caller, or alters a table, does so with its owner’s rights.',
    async run(lab) {
      const ways = await waysAround(lab, lab.application, tables, mostCalls(lab.world));
      const finding = await goAround(lab, tables, ways, (tenant, sql) =>
        lab.attempt(lab.actor(tenant), sql),
      );
      return finding ?? held(`${count(ways.length, 'other way')} to the rows, and 0 leaks.`);
    },
  };
}
