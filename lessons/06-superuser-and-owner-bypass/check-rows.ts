import { quoteIdentifier, quoteLiteral, type Tenant } from '#contract';
import {
  blindSql,
  broken,
  goAround,
  held,
  insertSql,
  keptPlanSql,
  type Attempt,
  type Check,
  type Lab,
  type TablePlan,
  waysAround,
} from '#checks';
import { readTables } from './roles.ts';
import { expectRefusal, openSession, type Session } from './session.ts';
import { changedOwners, contextOf, foreignRows, nounOf, readOwners, whose } from './words.ts';
import world from './world.ts';

/** Whether policies bind the session's role on a table, as the server itself says. */
async function isBound(lab: Lab, session: Session, table: TablePlan): Promise<Attempt> {
  return session.run(
    lab.world.tenants[1],
    `SELECT current_user, pg_catalog.row_security_active('public.${table.name}')`,
  );
}

export const rlsActive: Check = {
  id: 'rls-active',
  kind: 'holds',
  title: 'row_security_active is true for the application’s role on every table',
  explanation:
    'row_security_active answers for the current role. Where it is false, the role is exempt and the policies on the table are not even read.',
  async run(lab) {
    const session = await openSession(lab);
    const tables = await readTables(lab);
    for (const table of world.tables) {
      const attempt = await isBound(lab, session, table);
      expectRefusal(attempt);
      if (attempt.rows.rows[0]?.values[1] === 't') continue;
      const disabled = tables.get(table.name)?.enabled === false;
      return broken(
        disabled
          ? `Row-level security is off on ${table.name}, so its policies bind 0 roles.`
          : `row_security_active('${table.name}') is false for ${session.role}: 0 policies bind it there.`,
        disabled ? 'disabled' : 'exempt',
        [attempt.step],
      );
    }
    return held(
      `row_security_active is true for ${session.role} on ${world.tables.length} of ${world.tables.length} tables.`,
    );
  },
};

export const tenantsApart: Check = {
  id: 'tenants-apart',
  kind: 'holds',
  title: 'No tenant, and no missing context, reaches another tenant’s rows',
  explanation:
    'Run as the application’s role, every statement must stop at the tenant in app.tenant_id, and reach nothing when it is not set.',
  async run(lab) {
    const session = await openSession(lab);
    const tables = await readTables(lab);
    const ways = await waysAround(lab, session.role, world.tables);
    let statements = 0;
    for (const table of world.tables) {
      for (const tenant of [...lab.world.tenants, null]) {
        for (const { verb, sql } of crossings(lab, table, tenant)) {
          const attempt = await session.run(tenant, sql);
          expectRefusal(attempt);
          statements++;
          const hit = hitBy(verb, attempt);
          if (foreignRows(hit, tenant) === 0) continue;
          const all = (await lab.truth()).get(table.name)?.size ?? 0;
          const bound = (await isBound(lab, session, table)).rows.rows[0]?.values[1] === 't';
          const of = verb === 'inserted' ? '' : ` of ${all}`;
          return broken(
            `${session.role} ${verb} ${hit.length}${of} ${nounOf(table)} ${contextOf(tenant)}, ${whose(lab, hit, tenant)}.`,
            tables.get(table.name)?.enabled === false ? 'disabled' : bound ? 'policy' : 'exempt',
            [attempt.step],
          );
        }
      }
    }
    const around = await goAround(lab, world.tables, ways, (tenant, sql) =>
      session.run(tenant, sql),
    );
    if (around) return around;
    return held(
      `${session.role} ran ${statements} statements, and 0 rows of another tenant were reached.`,
    );
  },
};

type Verb = 'read' | 'changed' | 'deleted' | 'inserted' | 'moved';

/** Statements that would reach rows of others, from this context. */
function crossings(
  lab: Lab,
  table: TablePlan,
  tenant: Tenant | null,
): readonly { readonly verb: Verb; readonly sql: string }[] {
  const others = lab.world.tenants.filter((other) => other !== tenant);
  const [other = lab.world.tenants[0]] = others;
  const column = quoteIdentifier(table.tenant);
  return [
    { verb: 'read', sql: blindSql(lab, table, 'SELECT', other) },
    ...(tenant ? [{ verb: 'read' as const, sql: keptPlanSql(table, other, tenant) }] : []),
    { verb: 'changed', sql: blindSql(lab, table, 'UPDATE', other) },
    { verb: 'deleted', sql: blindSql(lab, table, 'DELETE', other) },
    { verb: 'moved', sql: `UPDATE ${table.name} SET ${column} = ${quoteLiteral(other.id)}` },
    ...others.map((owner) => ({
      verb: 'inserted' as const,
      sql: generatedInsert(lab, table, owner),
    })),
  ];
}

/** An INSERT that leaves the key to the database, as an application does. */
export function generatedInsert(lab: Lab, table: TablePlan, owner: Tenant): string {
  const { [table.key]: _generated, ...row } = table.row(lab.world.draw, owner);
  return insertSql(table, row);
}

/** Whose rows a statement reached: those it returned, or those it made or changed. */
function hitBy(verb: Verb, attempt: Attempt): readonly (number | null)[] {
  if (verb === 'read') return readOwners(attempt);
  if (verb === 'inserted' || verb === 'moved') {
    return attempt.changes.map((change) => change.ownerAfter);
  }
  return changedOwners(attempt);
}
