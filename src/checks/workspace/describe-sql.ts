import { quoteLiteral } from '../../contract/index.ts';
import { OF_NO_EXTENSION, ofLessons, OUTSIDE_SYSTEM } from './catalog-sql.ts';

/** One table of a description: what it is of, and the question to the catalog. */
export interface Section {
  readonly title: string;
  readonly sql: string;
}

const NAMESPACE = 'JOIN pg_catalog.pg_namespace n ON n.oid';

/** What an access control list says, grantee by grantee; PostgreSQL's own rights where it is empty. */
const grants = (list: string, kind: string, owner: string): string =>
  `pg_catalog.aclexplode(COALESCE(${list}, pg_catalog.acldefault('${kind}', ${owner}))) g
   LEFT JOIN pg_catalog.pg_roles r ON r.oid = g.grantee`;

const GRANTEE = `COALESCE(r.rolname, 'PUBLIC') AS grantee`;

const RIGHTS = `pg_catalog.string_agg(
  g.privilege_type || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', '
  ORDER BY g.privilege_type) AS privileges`;

const KIND = `CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table'
  WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
  WHEN 'i' THEN 'index' WHEN 'I' THEN 'partitioned index' WHEN 'f' THEN 'foreign table'
  ELSE c.relkind::text END`;

const SECURITY = `CASE WHEN NOT c.relrowsecurity THEN 'off'
  WHEN c.relforcerowsecurity THEN 'on, forced for the owner' ELSE 'on, not for the owner' END`;

const policies = (which: string): string => `SELECT c.relname AS "table", p.polname AS policy,
    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
      WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
    CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END AS kind,
    pg_catalog.array_to_string(ARRAY(
      SELECT COALESCE(m.rolname, 'PUBLIC') FROM pg_catalog.unnest(p.polroles) AS x (role)
      LEFT JOIN pg_catalog.pg_roles m ON m.oid = x.role ORDER BY 1), ', ') AS roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS "using",
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS "with check"
  FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
  ${NAMESPACE} = c.relnamespace WHERE ${which} ORDER BY 1, 2`;

const privileges = (which: string): string =>
  `SELECT c.relname AS "table", ${GRANTEE}, ${RIGHTS}
  FROM pg_catalog.pg_class c ${NAMESPACE} = c.relnamespace
  CROSS JOIN LATERAL ${grants('c.relacl', 'r', 'c.relowner')}
  WHERE ${which} GROUP BY 1, 2 ORDER BY 1, 2`;

/** `\d`: what there is. */
export const RELATIONS: readonly Section[] = [
  {
    title: 'Relations',
    sql: `SELECT n.nspname AS schema, c.relname AS name, ${KIND} AS kind, o.rolname AS owner,
        CASE WHEN c.relkind IN ('r', 'p') THEN ${SECURITY} END AS "row security"
      FROM pg_catalog.pg_class c ${NAMESPACE} = c.relnamespace
      JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
      WHERE ${OUTSIDE_SYSTEM} AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') ORDER BY 1, 3, 2`,
  },
];

/** `\dp`: who may do what, and which policies ask further. */
export const ACCESS: readonly Section[] = [
  {
    title: 'Privileges',
    sql: privileges(`${OUTSIDE_SYSTEM} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')`),
  },
  { title: 'Policies', sql: policies(OUTSIDE_SYSTEM) },
];

/** `\du`: who there is. PostgreSQL's own roles, and the workbook's, are left out. */
export const ROLES: readonly Section[] = [
  {
    title: 'Roles',
    sql: `SELECT a.rolname AS role,
        pg_catalog.concat_ws(', ',
          CASE WHEN a.rolsuper THEN 'SUPERUSER' END,
          CASE WHEN a.rolbypassrls THEN 'BYPASSRLS' END,
          CASE WHEN a.rolcreaterole THEN 'CREATEROLE' END,
          CASE WHEN a.rolcreatedb THEN 'CREATEDB' END,
          CASE WHEN a.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
          CASE WHEN NOT a.rolinherit THEN 'NOINHERIT' END) AS attributes,
        pg_catalog.array_to_string(ARRAY(
          SELECT b.rolname FROM pg_catalog.pg_auth_members m
          JOIN pg_catalog.pg_roles b ON b.oid = m.roleid WHERE m.member = a.oid ORDER BY 1
        ), ', ') AS "member of"
      FROM pg_catalog.pg_roles a WHERE ${ofLessons('a.rolname')} ORDER BY 1`,
  },
];

/** `\dn`: the schemas. */
export const SCHEMAS: readonly Section[] = [
  {
    title: 'Schemas',
    sql: `SELECT n.nspname AS schema, o.rolname AS owner, x.grantee, x.privileges
      FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles o ON o.oid = n.nspowner
      CROSS JOIN LATERAL (
        SELECT ${GRANTEE}, ${RIGHTS} FROM ${grants('n.nspacl', 'n', 'n.nspowner')} GROUP BY 1) x
      WHERE ${OUTSIDE_SYSTEM} ORDER BY 1, 3`,
  },
];

/** `\df`: the functions that a lesson or a learner made. */
export const FUNCTIONS: readonly Section[] = [
  {
    title: 'Functions',
    sql: `SELECT n.nspname AS schema, p.proname AS name,
        pg_catalog.pg_get_function_identity_arguments(p.oid) AS arguments,
        pg_catalog.pg_get_function_result(p.oid) AS returns, o.rolname AS owner,
        CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END AS security,
        pg_catalog.array_to_string(p.proconfig, ', ') AS settings,
        (SELECT pg_catalog.string_agg(COALESCE(r.rolname, 'PUBLIC'), ', ' ORDER BY 1)
         FROM ${grants('p.proacl', 'f', 'p.proowner')}) AS "may execute"
      FROM pg_catalog.pg_proc p ${NAMESPACE} = p.pronamespace
      JOIN pg_catalog.pg_roles o ON o.oid = p.proowner
      WHERE ${OUTSIDE_SYSTEM} AND ${OF_NO_EXTENSION}
      ORDER BY 1, 2, 3`,
  },
];

/** The OID of a relation by its name as it is written in SQL, or no row. */
export const relationSql = (name: string): string =>
  `SELECT c.oid::text, ${KIND}, n.nspname || '.' || c.relname, o.rolname, c.relkind, ${SECURITY}
   FROM pg_catalog.pg_class c ${NAMESPACE} = c.relnamespace
   JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
   WHERE c.oid = pg_catalog.to_regclass(${quoteLiteral(name)})`;

/** `\d name`: one relation, by its OID. */
export const relation = (oid: string): readonly Section[] => [
  {
    title: 'Columns',
    sql: `SELECT a.attname AS "column", pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE '' END AS "null",
        CASE a.attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY'
          WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY'
          ELSE COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') END AS "default"
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  },
  {
    title: 'Policies',
    sql: policies(`c.oid = ${oid}`),
  },
  { title: 'Privileges', sql: privileges(`c.oid = ${oid}`) },
  {
    title: 'Indexes',
    sql: `SELECT i.relname AS index, pg_catalog.pg_get_indexdef(i.oid) AS definition
      FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = ${oid} ORDER BY 1`,
  },
  {
    title: 'Constraints',
    sql: `SELECT conname AS constraint, pg_catalog.pg_get_constraintdef(oid) AS definition
      FROM pg_catalog.pg_constraint WHERE conrelid = ${oid} AND contype <> 'n' ORDER BY 1`,
  },
  {
    title: 'Triggers',
    sql: `SELECT tgname AS trigger, pg_catalog.pg_get_triggerdef(oid) AS definition
      FROM pg_catalog.pg_trigger WHERE tgrelid = ${oid} AND NOT tgisinternal ORDER BY 1`,
  },
  {
    title: 'Definition',
    sql: `SELECT pg_catalog.pg_get_viewdef(c.oid) AS definition FROM pg_catalog.pg_class c
      WHERE c.oid = ${oid} AND c.relkind IN ('v', 'm')`,
  },
];
