import * as z from 'zod/mini';
import {
  quoteLiteral,
  WORKSPACE_NAMES,
  WorkspaceCatalog,
  type Run,
  type WorkspaceRole,
} from '../../contract/index.ts';
import { TENANT_SETTING } from '../attempt.ts';
import { OF_NO_EXTENSION, ofLessons, OUTSIDE_SYSTEM } from './catalog-sql.ts';

/** Which roles the lesson names. */
export interface LessonRoles {
  /** Null where the files name none. */
  readonly application: string | null;
  readonly owner: string;
}

/** A role as {@link CATALOG_SQL} lists it. */
const FoundRole = z.object({
  name: z.string(),
  superuser: z.boolean(),
  bypassrls: z.boolean(),
});

const Found = z.object({
  roles: z.array(FoundRole),
  tables: WorkspaceCatalog.shape.tables,
  functions: z.array(z.string()),
  settings: z.array(z.string()),
});

/**
 * What there is in a world, for completion and for the choice of a role. Its names are the superuser's
 * to read, and it is no check's evidence.
 * @returns null where it cannot be read: the superuser may have broken the catalog
 */
export async function readCatalog(run: Run, lesson: LessonRoles): Promise<WorkspaceCatalog | null> {
  const { statements, error } = await run(CATALOG_SQL);
  if (error) return null;
  try {
    const found = Found.parse(JSON.parse(statements[0]?.rows[0]?.[0] ?? ''));
    return { ...found, roles: rolesOf(found.roles, lesson) };
  } catch {
    return null;
  }
}

function rolesOf(
  found: readonly z.infer<typeof FoundRole>[],
  { application, owner }: LessonRoles,
): WorkspaceRole[] {
  const roles = found.map(({ name, superuser, bypassrls }): WorkspaceRole => ({
    name,
    part: name === application ? 'application' : name === owner ? 'owner' : null,
    unbound: superuser ? 'superuser' : bypassrls ? 'bypassrls' : null,
  }));
  return roles.sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
}

/** Whoever the lesson is about comes first. */
function rank({ part, unbound }: WorkspaceRole): number {
  if (part === 'application') return 0;
  if (part === 'owner') return 1;
  return unbound === 'superuser' ? 3 : 2;
}

const list = (what: string, from: string): string =>
  `COALESCE((SELECT pg_catalog.json_agg(x.v ORDER BY x.o)
    FROM (SELECT ${what} AS v, ${from} LIMIT ${WORKSPACE_NAMES}) x), '[]')`;

/** A name of `public` stands alone, as it is written. */
const named = (column: string): string =>
  `CASE WHEN n.nspname = 'public' THEN pg_catalog.quote_ident(${column})
    ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(${column}) END`;

const TABLE = `pg_catalog.json_build_object(
    'name', ${named('c.relname')},
    'columns', COALESCE((SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
        'name', pg_catalog.quote_ident(a.attname),
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
    'policies', COALESCE((SELECT pg_catalog.json_agg(pg_catalog.quote_ident(p.polname) ORDER BY p.polname)
      FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid), '[]'))`;

const CATALOG_SQL = `SELECT pg_catalog.json_build_object(
  'roles', ${list(
    `pg_catalog.json_build_object(
       'name', rolname, 'superuser', rolsuper, 'bypassrls', rolbypassrls)`,
    `rolname AS o FROM pg_catalog.pg_roles WHERE ${ofLessons('rolname')} ORDER BY rolname`,
  )},
  'tables', ${list(
    TABLE,
    `c.relname AS o FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OUTSIDE_SYSTEM} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname`,
  )},
  'functions', ${list(
    named('p.proname'),
    `p.proname AS o FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     WHERE ${OUTSIDE_SYSTEM} AND ${OF_NO_EXTENSION}
     GROUP BY n.nspname, p.proname ORDER BY p.proname`,
  )},
  'settings', ${list(
    'name',
    `name AS o FROM (
       SELECT name FROM pg_catalog.pg_settings UNION SELECT ${quoteLiteral(TENANT_SETTING)}) s
     ORDER BY name`,
  )})`;
