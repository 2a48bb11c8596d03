import { quoteIdentifier, quoteLiteral, LeakproofError, type Tenant } from '#contract';
import type { Attempt, Lab } from '#checks';

/**
 * The session that a server would give the application at login. PGlite authenticates nobody and
 * starts no session of its own for a role, so what `ALTER ROLE … SET` prepared is applied here.
 * A `role` or a tenant is never among it: neither can be prepared by who is no superuser and confined.
 */
export interface Session {
  /** The user in database.url. */
  readonly role: string;
  /** The settings that the server applies at login. */
  readonly settings: ReadonlyMap<string, string>;
  /** As this session: sets a tenant or none, runs the statement, undoes it. */
  run(tenant: Tenant | null, sql: string): Promise<Attempt>;
}

/**
 * Reads the catalog, so call it before any attempt: an attempt's effects stay until the next one.
 */
export async function openSession(lab: Lab): Promise<Session> {
  const role = lab.application;
  // From the general to the particular, as the server lets the later win.
  const rows = await lab.catalog(
    `SELECT pg_catalog.unnest(s.setconfig)
     FROM pg_catalog.pg_db_role_setting s
     WHERE (s.setrole = 0 OR s.setrole = (SELECT r.oid FROM pg_catalog.pg_roles r
                                          WHERE r.rolname = ${quoteLiteral(role)}))
       AND (s.setdatabase = 0 OR s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database d
                                                  WHERE d.datname = pg_catalog.current_database()))
     ORDER BY s.setrole <> 0, s.setdatabase <> 0`,
  );
  const settings = new Map<string, string>();
  for (const [entry] of rows) {
    const at = entry?.indexOf('=') ?? -1;
    if (entry && at > 0) settings.set(entry.slice(0, at), entry.slice(at + 1));
  }
  const before = preamble(settings);
  return {
    role,
    settings,
    run: (tenant, sql) => lab.attempt({ role, tenant }, before + sql),
  };
}

function preamble(settings: ReadonlyMap<string, string>): string {
  return [...settings]
    .map(([name, value]) =>
      /^[\w.-]*$/.test(value)
        ? `SET LOCAL ${name.split('.').map(quoteIdentifier).join('.')} = ${quoteLiteral(value)}; `
        : // A list, such as search_path, is one text here and several words for SET.
          `DO $$ BEGIN PERFORM pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true); END $$; `,
    )
    .join('');
}

/** SQLSTATE insufficient_privilege: the one refusal that row-level security and grants give. */
export const REFUSED = '42501';

/**
 * Where no tenant is set a statement may also end before any policy decides, which reveals nothing:
 * the setting is not there, its empty value is no uuid, or a function raises, by itself or as a
 * login that is refused.
 */
const REFUSED_WITHOUT_TENANT: ReadonlySet<string> = new Set(['42704', '22P02', 'P0001', '28000']);

/**
 * In a tenant's context a refusal is 42501 and nothing else: another error says nothing about
 * isolation.
 * @throws LeakproofError `sql-error` for any other error
 */
export function expectRefusal({ actor, sql, error }: Attempt): void {
  if (!error || error.code === REFUSED) return;
  if (!actor.tenant && REFUSED_WITHOUT_TENANT.has(error.code)) return;
  throw new LeakproofError({
    code: 'sql-error',
    message: `As ${actor.role}, "${sql}" failed with ${error.code} (${error.message}), which is neither an answer nor a refusal.`,
    sql: error,
  });
}
