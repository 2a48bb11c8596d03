import { quoteLiteral, type Run } from '../contract/index.ts';
import { FIRST_NORMAL_OID } from './cleanup.ts';
import { AUDITOR } from './roles.ts';
import { mustRun } from './trusted.ts';

/**
 * All that can have changed of a database beside the rows of some tables, as one comparable text:
 * who owns and may use what, the roles with their memberships and settings, how row-level security
 * stands, where the sequences are. Whoever makes an object owns it, and an owner is in pg_shdepend.
 * Source: PostgreSQL documentation, "pg_shdepend".
 * @param tables names in `public`
 * @param owner the role that owns all there is, and in which nobody but us runs anything
 * @returns null where this would not tell: there are rows of other tables, or another role owns an
 *   object or belongs to a role, and so can alter what is there already
 */
export async function readCondition(
  run: Run,
  tables: readonly string[],
  owner: string,
): Promise<string | null> {
  const names = tables.map(quoteLiteral).join(', ');
  const result = await mustRun(
    run,
    `SELECT
       EXISTS (SELECT FROM pg_catalog.pg_class c
         WHERE c.oid >= ${FIRST_NORMAL_OID} AND c.relkind IN ('r', 'p', 'm')
           AND (c.relnamespace <> 'public'::pg_catalog.regnamespace OR c.relname NOT IN (${names})))
       OR EXISTS (SELECT FROM pg_catalog.pg_shdepend d JOIN pg_catalog.pg_authid a ON a.oid = d.refobjid
         WHERE d.deptype = 'o' AND a.rolname <> ${quoteLiteral(owner)})
       OR EXISTS (SELECT FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_authid a ON a.oid = m.member
         WHERE a.oid >= ${FIRST_NORMAL_OID} AND a.rolname <> ${quoteLiteral(AUDITOR)}),
       pg_catalog.concat_ws('|',
         (SELECT pg_catalog.string_agg(c::text, ';') FROM (
            SELECT oid, relname, relowner, relkind, relacl, relrowsecurity, relforcerowsecurity,
              relhasrules, relhastriggers
            FROM pg_catalog.pg_class
            WHERE oid >= ${FIRST_NORMAL_OID} AND relkind NOT IN ('i', 't') ORDER BY oid) c),
         (SELECT pg_catalog.string_agg(d::text, ';' ORDER BY d::text) FROM pg_catalog.pg_shdepend d),
         (SELECT pg_catalog.string_agg(a::text, ';' ORDER BY a.oid) FROM pg_catalog.pg_authid a),
         (SELECT pg_catalog.string_agg(m::text, ';' ORDER BY m.oid) FROM pg_catalog.pg_auth_members m),
         (SELECT pg_catalog.string_agg(s::text, ';' ORDER BY s::text)
          FROM pg_catalog.pg_db_role_setting s),
         (SELECT pg_catalog.string_agg(s::text, ';' ORDER BY s::text) FROM pg_catalog.pg_sequences s))`,
  );
  const [unknown, condition] = result.statements[0]?.rows[0] ?? [];
  return unknown === 'f' ? (condition ?? null) : null;
}
