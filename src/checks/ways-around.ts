import { quoteLiteral, type Tenant } from '../contract/index.ts';
import { MOST_CALLS } from './argument-lists.ts';
import type { Lab } from './lab.ts';
import { ownWrites, relationsBeside, throughRelation, writtenBy } from './relations-beside.ts';
import { readRoutines } from './routines.ts';
import type { TablePlan } from './world.ts';

/** Another way to the rows of a lesson's tables: a view, a copy, a function, a trigger. */
export interface WayAround {
  readonly kind: 'relation' | 'routine' | 'trigger';
  /** As PostgreSQL writes it: `all_notes`, `notes_of(uuid)`, `trim on notes`. */
  readonly name: string;
  /**
   * Statements that take it from a tenant's context, or from none. For a function, calls with
   * arguments that the world knows; for a trigger, what a tenant does with its own rows.
   */
  readonly statements: (tenant: Tenant | null) => readonly string[];
  /**
   * The role whose rights it uses where policies do not bind that role: nothing between its body
   * and the rows but what the body says. Null where policies are asked as ever.
   */
  readonly unbound: string | null;
  /** Its statements write in another tenant's name first, so that only what is read tells. */
  readonly readsOnly?: true;
  /**
   * Its body has the rights of another role than the caller, and may do with them what no policy
   * stops: switch the policies off, or grant something. Then what follows reaches the rows.
   */
  readonly elevated?: true;
  /** Calls with statements, or pieces of them, among the arguments; where it is elevated. */
  readonly hostile?: readonly string[];
}

/**
 * Every way around the lesson's tables that a role may take, found in the catalog: relations of
 * `public` it may read or write through beside the tables, functions and procedures it may execute,
 * triggers and rules that its writes set off, and what those put into another relation.
 * Reads the catalog, so ask before any attempt.
 * Source: PostgreSQL documentation, "Rules and Privileges" and CREATE FUNCTION, "Writing SECURITY
 * DEFINER Functions Safely".
 * @param most calls of each function, from each context
 */
export async function waysAround(
  lab: Lab,
  role: string,
  tables: readonly TablePlan[],
  most = MOST_CALLS,
): Promise<readonly WayAround[]> {
  const relations = await relationsBeside(lab, role, tables);
  const triggers = await readTriggers(lab, tables);
  return [
    ...relations.map((relation) => throughRelation(lab, relation, tables)),
    ...(await readRoutines(lab, role, tables, most)),
    ...triggers,
    ...(triggers.length > 0 ? relations.map((relation) => writtenBy(lab, relation, tables)) : []),
  ];
}

/** Triggers and rules of the tables. Those for SELECT are views, and those of constraints PostgreSQL's. */
async function readTriggers(lab: Lab, tables: readonly TablePlan[]): Promise<WayAround[]> {
  const names = tables.map(({ name }) => quoteLiteral(name)).join(', ');
  const rows = await lab.catalog(
    `SELECT c.relname, o.name, o.definer FROM pg_catalog.pg_class c JOIN (
       SELECT t.tgrelid, t.tgname, p.prosecdef FROM pg_catalog.pg_trigger t
       JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal
       UNION SELECT ev_class, rulename, false FROM pg_catalog.pg_rewrite WHERE ev_type <> '1'
     ) o (relation, name, definer) ON o.relation = c.oid
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relname IN (${names})
     ORDER BY 1, 2`,
  );
  return rows.flatMap(([relation, name, definer]): WayAround[] => {
    const table = tables.find((each) => each.name === relation);
    return table
      ? [
          {
            kind: 'trigger',
            name: `${String(name)} on ${table.name}`,
            statements: (tenant) => (tenant ? ownWrites(lab, table, tenant) : []),
            unbound: null,
            ...(definer === 't' && { elevated: true }),
          },
        ]
      : [];
  });
}
