import { quoteIdentifier, quoteLiteral, type Tenant } from '../contract/index.ts';
import { setTenantSql } from './attempt.ts';
import type { Lab } from './lab.ts';
import { insertSql } from './matrix.ts';
import type { WayAround } from './ways-around.ts';
import type { TablePlan } from './world.ts';

/** A relation of `public` beside the lesson's tables, which a role may read or write. */
export interface RelationBeside {
  readonly name: string;
  readonly view: boolean;
  readonly columns: readonly string[];
}

/** All of them that the role has any privilege on. */
export async function relationsBeside(
  lab: Lab,
  role: string,
  tables: readonly TablePlan[],
): Promise<readonly RelationBeside[]> {
  const planned = tables.map(({ name }) => quoteLiteral(name)).join(', ');
  const rows = await lab.catalog(
    `SELECT c.relname, c.relkind = 'v', (
       SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
     FROM pg_catalog.pg_class c
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname NOT IN (${planned})
       AND (pg_catalog.has_any_column_privilege(${quoteLiteral(role)}, c.oid, 'SELECT, INSERT, UPDATE')
            OR pg_catalog.has_table_privilege(${quoteLiteral(role)}, c.oid, 'DELETE'))
     ORDER BY 1`,
  );
  return rows.map(([name, view, columns]) => ({
    name: name ?? '',
    view: view === 't',
    columns: JSON.parse(columns ?? '[]') as string[],
  }));
}

/**
 * Reads it, and writes through it where it is a view: one that shows a tenant its own rows only may
 * still take a row for another tenant, since the owner's policies, or none, judge the row.
 * Source: PostgreSQL documentation, CREATE VIEW, "Updatable Views" and CHECK OPTION.
 */
export function throughRelation(
  lab: Lab,
  { name, view, columns }: RelationBeside,
  tables: readonly TablePlan[],
): WayAround {
  const relation = quoteIdentifier(name);
  // A view may be over any of the tables: over the one whose columns it shows, a write gets through.
  const over = view ? tables.filter((table) => columns.includes(table.tenant)) : [];
  return {
    kind: 'relation',
    name,
    statements: (tenant) => [
      `SELECT * FROM ${relation}`,
      ...over.flatMap((table) => {
        const victim = lab.world.tenants.find(({ index }) => index !== tenant?.index);
        if (!victim) return [];
        const drawn = Object.entries(table.row(lab.world.draw, victim));
        const shown = drawn.filter(([column]) => columns.includes(column));
        const column = quoteIdentifier(table.tenant);
        return [
          insertSql({ ...table, name: relation }, Object.fromEntries(shown)),
          `UPDATE ${relation} SET ${column} = ${quoteLiteral(victim.id)}`,
          `DELETE FROM ${relation}`,
        ];
      }),
    ],
    unbound: null,
  };
}

/** What a trigger or a rule put into it while another tenant wrote its own rows. */
export function writtenBy(
  lab: Lab,
  { name }: RelationBeside,
  tables: readonly TablePlan[],
): WayAround {
  return {
    kind: 'relation',
    name,
    statements: (tenant) => {
      const other = lab.world.tenants.find(({ index }) => index !== tenant?.index);
      if (!other || !tenant) return [];
      return tables.map((table) =>
        [
          setTenantSql(other),
          ...ownWrites(lab, table, other),
          setTenantSql(tenant),
          `SELECT * FROM ${quoteIdentifier(name)}`,
        ].join('; '),
      );
    },
    unbound: null,
    readsOnly: true,
  };
}

/** What a tenant does with its own rows. */
export function ownWrites(lab: Lab, table: TablePlan, tenant: Tenant): readonly string[] {
  const target = `public.${quoteIdentifier(table.name)}`;
  const text = quoteIdentifier(table.text);
  const own = `WHERE ${quoteIdentifier(table.tenant)} = ${quoteLiteral(tenant.id)}`;
  return [
    insertSql(table, table.row(lab.world.draw, tenant)),
    `UPDATE ${target} SET ${text} = ${text} ${own}`,
    `DELETE FROM ${target} ${own}`,
  ];
}
