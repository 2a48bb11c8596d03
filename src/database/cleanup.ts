import { quoteIdentifier, type Run } from '../contract/index.ts';
import { mustRun } from './trusted.ts';

/** The first OID that initdb does not hand out. Source: PostgreSQL, access/transam.h. */
export const FIRST_NORMAL_OID = 16384;

/** Catalogs whose rows carry an OID and can be made by a world or by the learner. */
const CATALOGS_WITH_OID = [
  'pg_authid', 'pg_auth_members', 'pg_cast', 'pg_class', 'pg_collation', 'pg_constraint',
  'pg_conversion', 'pg_default_acl', 'pg_event_trigger', 'pg_extension',
  'pg_foreign_data_wrapper', 'pg_foreign_server', 'pg_language', 'pg_largeobject_metadata',
  'pg_namespace', 'pg_opclass', 'pg_operator', 'pg_opfamily', 'pg_parameter_acl', 'pg_policy',
  'pg_proc', 'pg_publication', 'pg_rewrite', 'pg_statistic_ext', 'pg_subscription',
  'pg_tablespace', 'pg_transform', 'pg_trigger', 'pg_ts_config', 'pg_ts_dict', 'pg_type',
  'pg_user_mapping',
] as const; // prettier-ignore

/** Catalogs without an OID of their own: their size tells. */
const CATALOGS_COUNTED = [
  'pg_db_role_setting',
  'pg_shdepend',
  'pg_seclabel',
  'pg_shseclabel',
] as const;

/**
 * All that a world could leave behind, as one comparable text: how many objects have an OID that
 * only a user's statement can have drawn, who the roles are, and what is granted on the database
 * and on `public`.
 */
async function leftovers(run: Run): Promise<string> {
  const counts = [
    ...CATALOGS_WITH_OID.map(
      (name) =>
        `(SELECT pg_catalog.count(*) FROM pg_catalog.${name} WHERE oid >= ${FIRST_NORMAL_OID})`,
    ),
    ...CATALOGS_COUNTED.map((name) => `(SELECT pg_catalog.count(*) FROM pg_catalog.${name})`),
    `(SELECT datacl::text || datdba FROM pg_catalog.pg_database)`,
    `(SELECT nspacl::text || nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'public')`,
    `(SELECT pg_catalog.string_agg(a::text, ';' ORDER BY a.oid) FROM pg_catalog.pg_roles a)`,
  ];
  const result = await mustRun(run, `SELECT pg_catalog.concat_ws(' ', ${counts.join(', ')})`);
  return result.statements[0]?.rows[0]?.[0] ?? '';
}

/** Roles that are part of the image, by name: they stay. */
async function listRoles(run: Run): Promise<ReadonlySet<string>> {
  const result = await mustRun(run, 'SELECT rolname FROM pg_catalog.pg_roles');
  return new Set(result.statements[0]?.rows.map((row) => row[0] ?? '') ?? []);
}

/** What is true of the empty database that the image holds. */
export interface ImageFacts {
  readonly roles: ReadonlySet<string>;
  readonly leftovers: string;
}

/** Reads the facts, while nothing was made in the database yet. */
export const readImage = async (run: Run): Promise<ImageFacts> => ({
  roles: await listRoles(run),
  leftovers: await leftovers(run),
});

/**
 * Drops everything a world brought: the roles that are not the image's with all they own and all
 * that was granted to them, the extension, and the contents of `public`.
 * @returns whether the database is then exactly as the image has it
 */
export async function sweep(run: Run, image: ImageFacts): Promise<boolean> {
  const roles = [...(await listRoles(run))].filter((name) => !image.roles.has(name));
  const names = roles.map(quoteIdentifier).join(', ');
  const statements = [
    // One by one: together, two roles of one default privilege end in XX000 on PostgreSQL 18.6.
    ...roles.map((name) => `DROP OWNED BY ${quoteIdentifier(name)} CASCADE`),
    'DROP EXTENSION IF EXISTS vector CASCADE',
    'DROP SCHEMA public CASCADE',
    'CREATE SCHEMA public AUTHORIZATION pg_database_owner',
    'GRANT USAGE ON SCHEMA public TO PUBLIC',
    ...(roles.length > 0 ? [`DROP ROLE ${names}`] : []),
  ];
  const { error } = await run(statements.join('; '));
  if (error) return false;
  return (await leftovers(run)) === image.leftovers;
}
