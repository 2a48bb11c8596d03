import { quoteIdentifier, quoteLiteral } from '../contract/index.ts';
import { argumentLists, hostileLists } from './argument-lists.ts';
import { knownValues, type KnownValues } from './known-values.ts';
import type { Lab } from './lab.ts';
import type { WayAround } from './ways-around.ts';
import type { TablePlan } from './world.ts';

/**
 * Functions and procedures that a role may execute, with calls of them.
 * @param most calls of each, from each context
 */
export async function readRoutines(
  lab: Lab,
  role: string,
  tables: readonly TablePlan[],
  most: number,
): Promise<WayAround[]> {
  const names = tables.map(({ name }) => quoteLiteral(name)).join(', ');
  const rows = await lab.catalog(
    `SELECT p.oid::pg_catalog.regprocedure, n.nspname, p.proname, p.prokind,
       CASE WHEN p.prorettype = 'pg_catalog.refcursor'::pg_catalog.regtype THEN 'cursor'
            WHEN p.prorettype = 'pg_catalog.record'::pg_catalog.regtype
                 AND p.proallargtypes IS NULL THEN 'record' END,
       pg_catalog.array_to_json(ARRAY(
         SELECT pg_catalog.format_type(coalesce(nullif(y.typbasetype, 0), y.oid), NULL)
         FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY a (t, at)
         JOIN pg_catalog.pg_type y ON y.oid = a.t ORDER BY a.at)),
       p.provariadic <> 0, p.prosecdef AND o.rolname <> ${quoteLiteral(role)},
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
  const records = await columnLists(lab, names);
  return rows.map(([name, schema, routine, kind, returns, argumentTypes, variadic, ...rights]) => {
    const called = `${quoteIdentifier(schema ?? '')}.${quoteIdentifier(routine ?? '')}`;
    const [elevated, unbound] = rights;
    const ask = (list: string): readonly string[] => {
      if (kind === 'p') return [`CALL ${called}(${list})`];
      const select = `SELECT * FROM ${called}(${list})`;
      // What a cursor holds is read by another statement, whose name only the function knows.
      if (returns === 'cursor') return [];
      // The caller says what columns come; rows of a lesson’s table are what is asked for.
      return returns === 'record'
        ? records.map((columns) => `${select} AS r (${columns})`)
        : [select];
    };
    const types = JSON.parse(argumentTypes ?? '[]') as string[];
    const lists = listsFor(types, variadic === 't', values, most);
    const plain = lists.plain.flatMap(ask);
    return {
      kind: 'routine',
      name: name ?? '',
      statements: () => plain,
      unbound: unbound ?? null,
      ...(elevated === 't' && { elevated: true, hostile: lists.hostile.flatMap(ask) }),
    };
  });
}

function listsFor(
  types: readonly string[],
  variadic: boolean,
  { plain, hostile, likely }: KnownValues,
  most: number,
): { readonly plain: readonly string[]; readonly hostile: readonly string[] } {
  // The last of a variadic function is handed over as the array that its arguments become.
  const handed = (values: (type: string) => readonly string[]): (readonly string[])[] =>
    types.map((type, at) =>
      variadic && at === types.length - 1 && type.endsWith('[]')
        ? values(type).map((array) => `VARIADIC ${array}`)
        : values(type),
    );
  const values = handed(plain);
  return {
    plain: argumentLists(values, most),
    hostile: hostileLists(
      values,
      handed(hostile),
      handed((type) => [likely(type)]).map(([value]) => value ?? 'NULL'),
      most,
    ),
  };
}

/** The columns of each table as a call of a function that returns records has to list them. */
async function columnLists(lab: Lab, names: string): Promise<readonly string[]> {
  const rows = await lab.catalog(
    `SELECT pg_catalog.string_agg(pg_catalog.format('%I %s', a.attname,
              pg_catalog.format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relname IN (${names})
       AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY c.relname ORDER BY c.relname`,
  );
  return rows.map(([columns]) => columns ?? '');
}
