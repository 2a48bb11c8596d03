import { insertSql, keptPlanSql, type Lab, type TablePlan } from '#checks';
import { quoteIdentifier, quoteLiteral, type Tenant } from '#contract';

/** One attempt to cross from a tenant to another, in one table. */
export interface Crossing {
  readonly lab: Lab;
  readonly table: TablePlan;
  readonly actor: Tenant;
  readonly victim: Tenant;
  /** Which of a tenant's rows is named, where a statement names one. */
  readonly row: number;
}

/** A statement that an attacker can make a tool send. */
export interface Shape {
  readonly name: string;
  /** How it is called in a sentence: "an UPDATE without a WHERE". */
  readonly called: string;
  readonly sql: (crossing: Crossing) => string;
}

/** What a row of each table is called. */
const NOUNS: Readonly<Record<string, string>> = {
  documents: 'document',
  reports: 'report',
  tool_calls: 'tool call',
};

export const nounOf = (table: TablePlan): string => NOUNS[table.name] ?? 'row';

/** The key of one of a tenant's rows, from the world and not from the database. */
export function keyOf(lab: Lab, table: TablePlan, owner: Tenant, row: number): string {
  const rows = (lab.world.rows[table.name] ?? []).filter((r) => r[table.tenant] === owner.id);
  return String(rows[row % Math.max(rows.length, 1)]?.[table.key]);
}

const setText = (table: TablePlan): string => `${quoteIdentifier(table.text)} = 'overwritten'`;

const setTenant = (table: TablePlan, tenant: Tenant): string =>
  `${quoteIdentifier(table.tenant)} = ${quoteLiteral(tenant.id)}`;

const whereKey = (table: TablePlan, key: string): string =>
  `WHERE ${quoteIdentifier(table.key)} = ${quoteLiteral(key)}`;

/** An INSERT of the actor's own row under a key that exists, and what to do on the conflict. */
function upsert({ lab, table, actor }: Crossing, key: string, update: string): string {
  const row = { ...table.row(lab.world.draw, actor), [table.key]: key };
  return `${insertSql(table, row)} ON CONFLICT (${quoteIdentifier(table.key)}) DO UPDATE SET ${update}`;
}

/** A filter or RETURNING could only hide rows: the SELECT policy applies either way. */
export const READS: readonly Shape[] = [
  { name: 'select', called: 'a SELECT', sql: ({ table }) => `SELECT * FROM ${table.name}` },
  {
    name: 'prepared',
    called: 'a prepared SELECT that it ran before on the same connection',
    sql: ({ table, actor, victim }) => keptPlanSql(table, victim, actor),
  },
];

/** RETURNING and ON CONFLICT would bring the SELECT policy in, which then refuses for the other. */
export const INSERTS: readonly Shape[] = [
  {
    name: 'insert',
    called: 'a plain INSERT',
    sql: ({ lab, table, victim }) => insertSql(table, table.row(lab.world.draw, victim)),
  },
];

/**
 * The first two read no column, so no SELECT policy stands in. The second is for a wide USING under
 * a strict check: the check refuses the victim's row as it is, and accepts it once it is the actor's.
 */
export const UPDATES: readonly Shape[] = [
  {
    name: 'update',
    called: 'an UPDATE without a WHERE',
    sql: ({ table }) => `UPDATE ${table.name} SET ${setText(table)}`,
  },
  {
    name: 'claim',
    called: 'an UPDATE that sets its own tenant_id',
    sql: ({ table, actor }) => `UPDATE ${table.name} SET ${setTenant(table, actor)}`,
  },
  {
    name: 'by-key',
    called: 'an UPDATE by id',
    sql: ({ lab, table, victim, row }) =>
      `UPDATE ${table.name} SET ${setText(table)} ${whereKey(table, keyOf(lab, table, victim, row))}`,
  },
];

/** TRUNCATE asks no policy at all: only the missing privilege stops it. */
export const DELETES: readonly Shape[] = [
  {
    name: 'delete',
    called: 'a DELETE without a WHERE',
    sql: ({ table }) => `DELETE FROM ${table.name}`,
  },
  { name: 'truncate', called: 'TRUNCATE', sql: ({ table }) => `TRUNCATE ${table.name}` },
];

/** The bare form first: with a WHERE on a column, the SELECT policy checks the new row as well. */
export const MOVES: readonly Shape[] = [
  {
    name: 'bare',
    called: 'an UPDATE of tenant_id without a WHERE',
    sql: ({ table, victim }) => `UPDATE ${table.name} SET ${setTenant(table, victim)}`,
  },
  {
    name: 'by-key',
    called: 'an UPDATE of tenant_id by id',
    sql: ({ lab, table, actor, victim, row }) =>
      `UPDATE ${table.name} SET ${setTenant(table, victim)} ${whereKey(table, keyOf(lab, table, actor, row))}`,
  },
];

/** Own key into the other tenant, the other's key overwritten, the other's key taken over. */
export const UPSERTS: readonly Shape[] = [
  {
    name: 'move',
    called: 'an INSERT … ON CONFLICT DO UPDATE of tenant_id',
    sql: (crossing) => {
      const { lab, table, actor, victim, row } = crossing;
      return upsert(crossing, keyOf(lab, table, actor, row), setTenant(table, victim));
    },
  },
  {
    name: 'overwrite',
    called: 'an INSERT … ON CONFLICT DO UPDATE',
    sql: (crossing) => {
      const { lab, table, victim, row } = crossing;
      return upsert(crossing, keyOf(lab, table, victim, row), setText(table));
    },
  },
  {
    name: 'claim',
    called: 'an INSERT … ON CONFLICT DO UPDATE that sets its own tenant_id',
    sql: (crossing) => {
      const { lab, table, actor, victim, row } = crossing;
      return upsert(crossing, keyOf(lab, table, victim, row), setTenant(table, actor));
    },
  },
];

/** The shortest statement of each command, for an actor without a tenant. */
export const EVERYTHING: readonly Shape[] = [
  ...READS.slice(0, 1),
  ...INSERTS,
  ...UPDATES.slice(0, 1),
  ...DELETES.slice(0, 1),
];
