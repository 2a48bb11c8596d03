import {
  blindSql,
  broken,
  count,
  held,
  insertSql,
  keptPlanSql,
  type Attempt,
  type Check,
  type Finding,
  type Lab,
  type TablePlan,
  shareOf,
} from '#checks';
import type { Tenant } from '#contract';
import { policiesOf, tableFault } from './catalog.ts';
import { isExact } from './shelf.ts';
import world from './world.ts';

/** Errors that say: no tenant, no rows. A policy may raise one of its own. */
const CLOSED = ['42501', '42704', '22P02', 'P0001'];

/** No WHERE, and an answer of a few lines however many rows there are. */
const countSql = ({ name }: TablePlan): string =>
  `SELECT tenant_id, count(*) FROM ${name} GROUP BY tenant_id`;

function settled(attempt: Attempt): Attempt {
  const { error } = attempt;
  if (error && !CLOSED.includes(error.code)) throw new Error(error.message);
  return attempt;
}

interface Leak {
  readonly table: TablePlan;
  readonly tenant: Tenant | null;
  readonly victim: Tenant | undefined;
  readonly rows: number;
  readonly total: number;
  readonly attempt: Attempt;
}

/** What a statement without a WHERE reads of others, from one context. */
async function leakIn(
  lab: Lab,
  table: TablePlan,
  tenant: Tenant | null,
  sql = countSql(table),
): Promise<Leak | null> {
  const attempt = settled(await lab.attempt(lab.actor(tenant), sql));
  const row = attempt.rows.rows.find(({ foreign }) => foreign);
  if (!row) return null;
  const victim = lab.world.tenants.find(({ index }) => index === row.owner);
  const all = lab.world.rows[table.name] ?? [];
  const total = all.filter((one) => one.tenant_id === victim?.id).length;
  return { table, tenant, victim, rows: Number(row.values[1]), total, attempt };
}

const where = (tenant: Tenant | null): string =>
  tenant ? `in ${tenant.name}’s context` : 'with no tenant set';

/** Every statement of the application, also the one that somebody writes next month. */
export const databaseHolds: Check = {
  id: 'database-holds',
  kind: 'holds',
  title: 'A statement without a WHERE reads the caller’s rows only',
  explanation:
    'Row-level security is the net under every query, if it binds the role that asks, and if its condition is true for one tenant only. That role owns the tables here: ENABLE alone exempts it. Policies of one table are OR-ed, so the widest decides.',
  async run(lab) {
    const finding = await readsOwn(lab, [...lab.world.tenants, null]);
    return finding.held ? ((await keptPlans(lab)) ?? finding) : finding;
  },
};

/** What a statement reads that was prepared, and run for another tenant, on the same connection. */
async function keptPlans(lab: Lab): Promise<Finding | null> {
  const [other, tenant] = lab.world.tenants;
  for (const table of world.tables) {
    const sql = keptPlanSql(table, other, tenant, countSql(table));
    const leak = await leakIn(lab, table, tenant, sql);
    if (!leak) continue;
    const { victim, rows, total, attempt } = leak;
    const message = `${lab.application} read ${shareOf(rows, victim?.name ?? 'another', total, table.name.slice(0, -1))} ${where(tenant)}, with a statement that it had prepared and run for ${other.name}.`;
    return broken(message, 'kept-plan', [{ ...attempt.step, note: message }]);
  }
  return null;
}

/** A setting that was never set reads as NULL, and as the empty string once it was. */
export const neverSet: Check = {
  id: 'never-set',
  kind: 'holds',
  title: 'A connection on which no tenant was ever set reads nothing',
  explanation:
    'On a fresh connection current_setting(…, true) is NULL, on one that was used it is the empty string. A policy that opens for either is open to whoever sets none.',
  unset: true,
  run: (lab) => readsOwn(lab, [null]),
};

async function readsOwn(lab: Lab, contexts: readonly (Tenant | null)[]): Promise<Finding> {
  const leaks: Leak[] = [];
  for (const table of world.tables) {
    for (const tenant of contexts) {
      const leak = await leakIn(lab, table, tenant);
      if (leak) leaks.push(leak);
    }
  }
  const first = leaks.find(({ table }) => table.name === 'chunks') ?? leaks[0];
  if (!first) {
    const statements = world.tables.length * contexts.length;
    return held(`${count(statements, 'statement')} without a WHERE read 0 rows of others.`);
  }
  const { table, tenant, victim, rows, total } = first;
  return broken(
    `${lab.application} read ${shareOf(rows, victim?.name ?? 'another', total, table.name.slice(0, -1))} ${where(tenant)}.`,
    await wayOf(lab, leaks, first, contexts.length > 1),
    [first.attempt.step],
  );
}

/** @param others whether tenants' contexts were tried as well */
async function wayOf(
  lab: Lab,
  leaks: readonly Leak[],
  first: Leak,
  others: boolean,
): Promise<string> {
  const fault = await faultOf(lab, first.table);
  if (fault) return fault;
  const alike = leaks.filter(({ table }) => table === first.table);
  const onlyWithout = others && alike.every(({ tenant }) => tenant === null);
  const { permissive } = await policiesOf(catalogOf(lab), first.table.name);
  if (others && !onlyWithout && permissive === 1) return 'condition';
  if (alike.some((leak) => leak.rows < leak.total)) return 'some-rows';
  if (!others) return 'never-set';
  return onlyWithout ? 'open-without-tenant' : 'all-rows';
}

/** Search only reads; but the same role ingests, and a planted chunk is an instruction to an agent. */
export const databaseWrites: Check = {
  id: 'database-writes',
  kind: 'holds',
  title: 'Nobody plants, changes or deletes a chunk or a source of another',
  explanation:
    'USING decides which rows a command may touch, WITH CHECK which rows it may leave behind; where WITH CHECK is missing, USING stands in. A chunk that is planted in another’s knowledge base is read out by another’s agent.',
  async run(lab): Promise<Finding> {
    const [first, second] = lab.world.tenants;
    let tried = 0;
    for (const table of world.tables) {
      for (const tenant of [first, second, null]) {
        const victim = tenant === first ? second : first;
        for (const sql of writes(lab, table, victim)) {
          tried++;
          const attempt = await lab.attempt(lab.actor(tenant), sql);
          // What is refused, for whatever reason, has changed nothing.
          const own = tenant?.index ?? null;
          const change = attempt.changes.find(
            ({ ownerBefore, ownerAfter }) =>
              (ownerBefore !== null && ownerBefore !== own) ||
              (ownerAfter !== null && ownerAfter !== own),
          );
          if (!change) continue;
          const noun = table.name.slice(0, -1);
          const fault = await faultOf(lab, table);
          const { withCheck } = await policiesOf(catalogOf(lab), table.name);
          return broken(
            `${lab.application} ${change.kind} ${count(1, noun)} of ${victim.name} ${where(tenant)}.`,
            fault ?? (withCheck ? `${change.kind}-for-another` : 'condition'),
            [attempt.step],
          );
        }
      }
    }
    return held(`${count(tried, 'statement')} that write changed 0 rows of others.`);
  },
};

const catalogOf =
  (lab: Lab) =>
  (sql: string): ReturnType<Lab['catalog']> =>
    lab.catalog(sql);

/** What is wrong with the table, where chunks are as they should be and sources are not. */
async function faultOf(lab: Lab, table: TablePlan): Promise<string | null> {
  const catalog = catalogOf(lab);
  const chunks = await tableFault(catalog, 'chunks');
  if (chunks || table.name === 'chunks') return chunks;
  return (await tableFault(catalog, 'sources')) === null ? null : 'sources-open';
}

function writes(lab: Lab, table: TablePlan, victim: Tenant): string[] {
  const planted = insertSql(table, table.row(lab.world.draw, victim));
  // Where there are many, overwriting all of them costs more than it tells.
  if (isExact(lab.world)) {
    return [
      planted,
      blindSql(lab, table, 'UPDATE', victim),
      blindSql(lab, table, 'DELETE', victim),
    ];
  }
  const row = (lab.world.rows[table.name] ?? []).find((one) => one.tenant_id === victim.id);
  const id = String(row?.id);
  return [
    planted,
    `UPDATE ${table.name} SET ${table.text} = 'overwritten' WHERE id = ${id}`,
    `DELETE FROM ${table.name} WHERE id = ${id}`,
  ];
}
