type Catalog = (sql: string) => Promise<readonly (readonly (string | null)[])[]>;

/**
 * What keeps row-level security from binding a table's owner, in the order in which one would look;
 * null where it binds. It chooses an explanation, and decides nothing.
 */
export async function tableFault(
  catalog: Catalog,
  table: 'chunks' | 'sources',
): Promise<'not-enabled' | 'no-policies' | 'not-forced' | null> {
  const rows = await catalog(
    `SELECT c.relrowsecurity, c.relforcerowsecurity,
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid)
     FROM pg_catalog.pg_class c
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relname = '${table}'`,
  );
  const [enabled, forced, policies] = rows[0] ?? [];
  if (enabled !== 't') return policies === '0' ? 'no-policies' : 'not-enabled';
  return forced === 't' ? null : 'not-forced';
}

/** What a table's policies consist of; it too only chooses an explanation. */
export async function policiesOf(
  catalog: Catalog,
  table: string,
): Promise<{ readonly permissive: number; readonly withCheck: boolean }> {
  const [row = []] = await catalog(
    `SELECT pg_catalog.count(*) FILTER (WHERE polpermissive), pg_catalog.count(polwithcheck)
     FROM pg_catalog.pg_policy WHERE polrelid = 'public.${table}'::pg_catalog.regclass`,
  );
  return { permissive: Number(row[0]), withCheck: row[1] !== '0' };
}
