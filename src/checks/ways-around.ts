import { quoteIdentifier, quoteLiteral, type Tenant } from '../contract/index.ts';
import { argumentLists, MOST_CALLS } from './argument-lists.ts';
import type { Lab } from './lab.ts';
import { ownWrites, relationsBeside, throughRelation, writtenBy } from './relations-beside.ts';
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
    `SELECT c.relname, o.name FROM pg_catalog.pg_class c JOIN (
       SELECT tgrelid, tgname FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
       UNION SELECT ev_class, rulename FROM pg_catalog.pg_rewrite WHERE ev_type <> '1'
     ) o (relation, name) ON o.relation = c.oid
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relname IN (${names})
     ORDER BY 1, 2`,
  );
  return rows.flatMap(([relation, name]): WayAround[] => {
    const table = tables.find((each) => each.name === relation);
    return table
      ? [
          {
            kind: 'trigger',
            name: `${String(name)} on ${table.name}`,
            statements: (tenant) => (tenant ? ownWrites(lab, table, tenant) : []),
            unbound: null,
          },
        ]
      : [];
  });
}

async function readRoutines(
  lab: Lab,
  role: string,
  tables: readonly TablePlan[],
  most: number,
): Promise<WayAround[]> {
  const names = tables.map(({ name }) => quoteLiteral(name)).join(', ');
  const rows = await lab.catalog(
    `SELECT p.oid::pg_catalog.regprocedure, n.nspname, p.proname, p.prokind,
       p.prorettype = 'pg_catalog.refcursor'::pg_catalog.regtype,
       pg_catalog.array_to_json(ARRAY(
         SELECT pg_catalog.format_type(t, NULL)
         FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY a (t, at) ORDER BY at)),
       CASE WHEN p.prosecdef AND EXISTS (
         SELECT FROM pg_catalog.pg_class c
         WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relname IN (${names})
           AND (o.rolsuper OR o.rolbypassrls OR NOT c.relrowsecurity
                OR NOT c.relforcerowsecurity
                   AND pg_catalog.pg_has_role(o.oid, c.relowner, 'USAGE')))
       THEN o.rolname END
     FROM pg_catalog.pg_proc p
     JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_roles o ON o.oid = p.proowner
     WHERE p.oid >= 16384 AND p.prokind IN ('f', 'p')
       AND p.prorettype NOT IN ('pg_catalog.trigger'::pg_catalog.regtype,
                                'pg_catalog.event_trigger'::pg_catalog.regtype)
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                       WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                         AND d.objid = p.oid AND d.deptype = 'e')
       AND pg_catalog.has_function_privilege(${quoteLiteral(role)}, p.oid, 'EXECUTE')
       AND pg_catalog.has_schema_privilege(${quoteLiteral(role)}, n.oid, 'USAGE')
     ORDER BY 1`,
  );
  const values = await knownValues(lab, tables);
  return rows.map(([name, schema, routine, kind, cursor, types, unbound]) => {
    const called = `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(routine ?? '')}`;
    const lists = argumentLists((JSON.parse(types ?? '[]') as string[]).map(values), most);
    const statements = lists.map((list) =>
      kind === 'p' ? `CALL ${called}(${list})` : `SELECT * FROM ${called}(${list})`,
    );
    // What a cursor holds is read by another statement, whose name only the function knows.
    return {
      kind: 'routine',
      name: name ?? '',
      statements: () => (cursor === 't' ? [] : statements),
      unbound: unbound ?? null,
    };
  });
}

/** Literals of a type that the world has a use for; NULL where it knows none. */
async function knownValues(
  lab: Lab,
  tables: readonly TablePlan[],
): Promise<(type: string) => readonly string[]> {
  const truth = await lab.truth();
  const ids = lab.world.tenants.map(({ id }) => id);
  const keys: string[] = [];
  const texts: string[] = [];
  for (const table of tables) {
    const rows = [...(truth.get(table.name)?.values() ?? [])];
    for (const id of ids) {
      const row = rows.find((candidate) => candidate[table.tenant] === id);
      if (row) keys.push(row[table.key] ?? '');
      if (row) texts.push(row[table.text] ?? '');
    }
  }
  const numbers = [...keys.filter((key) => /^-?\d+$/.test(key)), '1000', '0'];
  const uuids = [...ids, ...keys.filter((key) => /^[0-9a-f-]{36}$/.test(key))];
  const plain = (type: string): readonly string[] => {
    if (type === 'uuid') return uuids;
    if (/^(?:smallint|integer|bigint|numeric|real|double precision)$/.test(type)) return numbers;
    if (/^(?:text|character|name|citext|any)/.test(type)) return ['', '%', ...ids, ...texts];
    if (type === 'boolean') return ['true', 'false'];
    if (/^jsonb?$/.test(type)) return ['{}', '[]', 'null'];
    if (/^(?:date|timestamp)/.test(type)) return ['-infinity', 'infinity'];
    if (type === 'interval') return ['-1000 years', '1000 years'];
    return [];
  };
  return (type) => {
    const cast = type.startsWith('any') ? 'text' : type;
    const array = cast.endsWith('[]');
    const all = plain(array ? cast.slice(0, -2) : cast);
    const literals = array ? [`{${all.map((value) => JSON.stringify(value)).join(',')}}`] : all;
    // An integer that is too large for a smallint is an error of ours, and no answer.
    const fitting = cast === 'smallint' ? literals.filter((n) => Number(n) < 32_768) : literals;
    return [...fitting.map((value) => `${quoteLiteral(value)}::${cast}`), `NULL::${cast}`];
  };
}
