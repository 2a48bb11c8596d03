import { quoteIdentifier, quoteLiteral, type Tenant } from '../contract/index.ts';
import { setTenantSql, type Attempt } from './attempt.ts';
import { ownersBeyond } from './echo.ts';
import type { Lab } from './lab.ts';
import { insertSql } from './matrix.ts';
import type { TablePlan } from './world.ts';

/** A statement that reached another tenant's rows once a call had been made. */
export interface Opened {
  readonly attempt: Attempt;
  readonly did: 'read' | 'changed';
  readonly table: string;
  readonly owners: readonly (number | null)[];
  /** The call changed what the application's role may do with the table, and not only rows. */
  readonly rights: boolean;
}

/**
 * What decides who may do what: policies, owners, grants and memberships. As one text, which the
 * application itself may read.
 */
const RIGHTS = `pg_catalog.md5(pg_catalog.concat_ws(';',
  (SELECT pg_catalog.string_agg(p::text, ';' ORDER BY p.oid) FROM pg_catalog.pg_policy p),
  (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(',', c.oid, c.relowner, c.relrowsecurity,
            c.relforcerowsecurity, c.relacl), ';' ORDER BY c.oid)
   FROM pg_catalog.pg_class c WHERE c.oid >= 16384),
  (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(',', a.attrelid, a.attnum, a.attacl), ';'
            ORDER BY a.attrelid, a.attnum)
   FROM pg_catalog.pg_attribute a WHERE a.attacl IS NOT NULL),
  (SELECT pg_catalog.string_agg(m::text, ';' ORDER BY m.oid) FROM pg_catalog.pg_auth_members m)))`;

/**
 * Follows a call that wrote something, in the same session and as the same tenant, by what the
 * application may do: the call handed nothing out, and may have opened what the policies closed.
 * @param run tries statements as the application in the tenant's context
 * @param given what the call was told; a row that holds it tells nothing new
 */
export async function openedBy(
  lab: Lab,
  tables: readonly TablePlan[],
  tenant: Tenant | null,
  call: string,
  given: readonly string[],
  run: (sql: string) => Promise<Attempt>,
): Promise<Opened | null> {
  // A function may become another tenant, as the application may by itself: that is no leak.
  const after = `${call}; ${setTenantSql(tenant)}; `;
  const isForeign = (owner: number | null): boolean => owner !== null && owner !== tenant?.index;
  const look = await run(after + lookAt(tables));
  const rights = rightsIn(look) !== rightsIn(await run(`SELECT ${RIGHTS}`));
  // One look is enough after most calls. Where it failed, each statement has to speak for itself.
  const others = lab.world.tenants.filter(({ index }) => isForeign(index));
  const shown = look.rows.rows.flatMap(({ values }) => values);
  const isQuiet =
    !look.error &&
    !rights &&
    !shown.some((value) => others.some(({ id }) => value?.includes(id))) &&
    !(await ownersBeyond(lab, tables, look, given)).some(isForeign);
  if (isQuiet) return null;
  const besides = (await run(after + listBesides(tables))).rows.rows.map(({ values }) => values[0]);
  const tries = [
    ...statements(lab, tables, tenant, rights).map((each) => ({ ...each, rights })),
    // What was copied there is handed out, whatever else the call changed.
    ...besides.map((name) => ({ table: name ?? '', sql: `SELECT * FROM ${name}`, rights: false })),
  ];
  for (const { sql, ...where } of tries) {
    const attempt = await run(after + sql);
    const read = await ownersBeyond(lab, tables, attempt, given);
    if (read.some(isForeign)) return { attempt, did: 'read', owners: read, ...where };
    const changed = attempt.changes.map(({ kind, ownerBefore, ownerAfter }) =>
      kind === 'inserted' || isForeign(ownerAfter) ? ownerAfter : ownerBefore,
    );
    if (changed.some(isForeign)) return { attempt, did: 'changed', owners: changed, ...where };
  }
  return null;
}

const rightsIn = ({ rows }: Attempt): string | null | undefined => rows.rows[0]?.values[0];

/** The rights, and all rows that the application sees, in one statement. */
const lookAt = (tables: readonly TablePlan[]): string => {
  const rows = tables.map(
    ({ name }, at) =>
      `(SELECT pg_catalog.json_agg(t) FROM public.${quoteIdentifier(name)} t) AS rows_${at}`,
  );
  // Other relations by their names as they are now, since the call may have made one.
  const besides = `(SELECT pg_catalog.string_agg(pg_catalog.query_to_xml(
      'SELECT * FROM ' || name, true, false, '')::text, '') FROM (${listBesides(tables)}) b) AS besides`;
  return `SELECT ${[RIGHTS, ...rows, besides].join(', ')}`;
};

/** Views, copies and other tables of `public` that the application may read. */
const listBesides = (tables: readonly TablePlan[]): string =>
  `SELECT 'public.' || pg_catalog.quote_ident(c.relname) AS name FROM pg_catalog.pg_class c
   WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
     AND c.relispopulated AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
     AND c.relname NOT IN (${tables.map(({ name }) => quoteLiteral(name)).join(', ')})
   ORDER BY 1`;

/** Reads, and where the rights are others than before, whatever a right may be used for. */
function statements(
  lab: Lab,
  tables: readonly TablePlan[],
  tenant: Tenant | null,
  rights: boolean,
): readonly { readonly table: string; readonly sql: string }[] {
  return tables.flatMap((plan) => {
    const table = `public.${quoteIdentifier(plan.name)}`;
    const read = `SELECT * FROM ${table}`;
    const victim = lab.world.tenants.find(({ index }) => index !== tenant?.index);
    const writes =
      rights && victim
        ? [
            `UPDATE ${table} SET ${quoteIdentifier(plan.text)} = 'overwritten'`,
            `UPDATE ${table} SET ${quoteIdentifier(plan.tenant)} = ${quoteLiteral(victim.id)}`,
            `DELETE FROM ${table}`,
            `TRUNCATE ${table}`,
            insertSql(plan, plan.row(lab.world.draw, victim)),
            // An owner whom FORCE binds is bound for as long as it likes.
            `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY; ${read}`,
          ]
        : [];
    return [read, ...writes].map((sql) => ({ table: plan.name, sql }));
  });
}
