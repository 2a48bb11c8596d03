import { quoteLiteral, type Tenant } from '#contract';
import {
  blindSql,
  broken,
  held,
  type Attempt,
  type Check,
  type Lab,
  type TablePlan,
} from '#checks';
import { generatedInsert } from './check-rows.ts';
import { readRoles } from './roles.ts';
import { expectRefusal, openSession, REFUSED, type Session } from './session.ts';
import { runTeamTest } from './team-test.ts';
import { changedOwners, contextOf, nounOf, readOwners } from './words.ts';
import world from './world.ts';

export const logsIn: Check = {
  id: 'logs-in',
  kind: 'works',
  title: 'The server lets the application’s role log in',
  explanation:
    'The user in database.url must be a role that exists and may log in. On a server the connection fails with 28000 otherwise; the database in this page authenticates nobody, so the catalog is read instead.',
  async run(lab) {
    const login = lab.application;
    const role = (await readRoles(lab)).get(login);
    if (!role) {
      return broken(
        `There are 0 roles named ${login}, so a server refuses it with 28000.`,
        'no-such-role',
        [],
      );
    }
    if (!role.canLogin) {
      return broken(
        `${login} has NOLOGIN, so a server refuses 1 of 1 connections with 28000.`,
        'no-login',
        [],
      );
    }
    if (role.connections === 0) {
      return broken(
        `${login} has CONNECTION LIMIT 0, so a server refuses 1 of 1 connections.`,
        'no-connections',
        [],
      );
    }
    if (role.expired) {
      return broken(
        `${login}’s password is past its VALID UNTIL, so a server refuses 1 of 1 logins with it.`,
        'expired',
        [],
      );
    }
    return held(`A server lets 1 of 1 connections in as ${login}: the role exists and has LOGIN.`);
  },
};

export const ownRows: Check = {
  id: 'own-rows',
  kind: 'works',
  title: 'Each tenant reads and writes its own rows, new ids included',
  explanation:
    'Row-level security comes on top of grants and does not replace them. The role needs the four commands on both tables, and USAGE on the sequence that notes.id draws from.',
  async run(lab) {
    const session = await openSession(lab);
    let statements = 0;
    const truth = await lab.truth();
    for (const table of world.tables) {
      for (const tenant of lab.world.tenants) {
        const own = [...(truth.get(table.name)?.values() ?? [])].filter(
          (row) => row[table.tenant] === tenant.id,
        ).length;
        for (const { command, sql, reached } of uses(lab, table, tenant)) {
          const attempt = await session.run(tenant, sql);
          expectRefusal(attempt);
          statements++;
          const wanted = command === 'INSERT' ? 1 : own;
          const got = reached(attempt).filter((owner) => owner === tenant.index).length;
          if (got === wanted) continue;
          const refused = attempt.error ? `: ${attempt.error.code} ${attempt.error.message}` : '';
          return broken(
            `${session.role} reached ${got} of ${wanted} of ${tenant.name}’s own ${nounOf(table)} with ${command} ${contextOf(tenant)}${refused}.`,
            await wayOf(lab, session, table, command, attempt),
            [attempt.step],
          );
        }
      }
    }
    return held(
      `${statements} statements of ${lab.world.tenants.length} tenants on their own rows did what they say.`,
    );
  },
};

type Command = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

interface Use {
  readonly command: Command;
  readonly sql: string;
  /** Owners of the rows that the statement reached. */
  readonly reached: (attempt: Attempt) => readonly (number | null)[];
}

/** What the application does with a tenant's own rows. */
function uses(lab: Lab, table: TablePlan, tenant: Tenant): readonly Use[] {
  // A trigger may write to another table: whose rows that reaches is for the check of crossings.
  const here = (attempt: Attempt): Attempt => ({
    ...attempt,
    changes: attempt.changes.filter((change) => change.table === table.name),
  });
  const made = (attempt: Attempt): (number | null)[] =>
    here(attempt)
      .changes.filter(({ kind }) => kind === 'inserted')
      .map(({ ownerAfter }) => ownerAfter);
  const changed = (attempt: Attempt): readonly (number | null)[] => changedOwners(here(attempt));
  return [
    { command: 'SELECT', sql: blindSql(lab, table, 'SELECT', tenant), reached: readOwners },
    {
      command: 'INSERT',
      sql: `${generatedInsert(lab, table, tenant)} RETURNING ${table.key}`,
      reached: made,
    },
    { command: 'UPDATE', sql: blindSql(lab, table, 'UPDATE', tenant), reached: changed },
    { command: 'DELETE', sql: blindSql(lab, table, 'DELETE', tenant), reached: changed },
  ];
}

/** Why an own row was out of reach, from the session's settings and the catalog. */
async function wayOf(
  lab: Lab,
  session: Session,
  table: TablePlan,
  command: Command,
  { error }: Attempt,
): Promise<string> {
  if (error?.code !== REFUSED) return 'hidden';
  if (session.settings.get('row_security') === 'off') return 'row-security-off';
  const [row] = await lab.catalog(
    `SELECT pg_catalog.has_table_privilege(${quoteLiteral(session.role)}, 'public.${table.name}', ${quoteLiteral(command)}),
            pg_catalog.has_any_column_privilege(${quoteLiteral(session.role)}, 'public.${table.name}', 'SELECT')`,
  );
  const [granted, reads] = row ?? [];
  if (granted === 't') return command === 'INSERT' ? 'no-sequence' : 'refused';
  return reads === 't' ? 'missing-command' : 'no-grants';
}

export const teamTest: Check = {
  id: 'team-test',
  kind: 'works',
  title: 'isolation.test.sql is green as the application’s role',
  explanation:
    'The team’s test proves something only as the role that serves customers. Make it green as that role, and leave the test as it is.',
  async run(lab) {
    const session = await openSession(lab);
    for (const tenant of lab.world.tenants) {
      const { ok, lines } = await runTeamTest(lab, (sql) => session.run(tenant, sql));
      if (ok === lines.length) continue;
      const red = lines.filter((line) => !line.ok).map((line) => line.attempt.step);
      return broken(
        `isolation.test.sql is ok in ${ok} of ${lines.length} lines as ${session.role} ${contextOf(tenant)}.`,
        'red',
        red,
      );
    }
    return held(
      `isolation.test.sql is ok in every line as ${session.role}, for ${lab.world.tenants.length} of ${lab.world.tenants.length} tenants.`,
    );
  },
};
