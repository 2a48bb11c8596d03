import { protocol } from '@electric-sql/pglite';
import type { SqlError } from '../../contract/index.ts';
import { BackendReader } from '../backend-reader.ts';
import { join } from '../wire/bytes.ts';
import { SYNC } from '../wire/request.ts';
import type { PoolClient, SavedSession } from './pool-client.ts';
import type { ServerSession } from './server-session.ts';
import type { SettingNames } from './setting-names.ts';

/**
 * In `direct` mode each client has a server session of its own, and there is one backend: so
 * between two clients' turns the session of one is put away and the other's brought back. Carried
 * over are settings and prepared statements, of SQL's PREPARE those that were a query of their own. Temporary tables, held cursors, LISTEN and advisory
 * locks end with the turn; and an application's setting reads '' where a new session has NULL,
 * once any client has set it.
 */

/** Always read with backslashes as escapes, whatever standard_conforming_strings says. */
const literal = (text: string): string =>
  `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const SETTINGS = `
  SELECT name, setting FROM pg_catalog.pg_settings
  WHERE source = 'session' AND name !~ '^transaction_'`;

const PREPARED = `SELECT statement FROM pg_catalog.pg_prepared_statements WHERE from_sql`;

/** Reads what the session holds. */
export async function saveSession(
  session: ServerSession,
  names: SettingNames,
): Promise<SavedSession> {
  const asked = names.all.map(literal).join(', ');
  const own = `
    SELECT n, pg_catalog.current_setting(n, true) FROM pg_catalog.unnest(ARRAY[${asked}]::text[]) n
    WHERE pg_catalog.length(pg_catalog.current_setting(n, true)) OPERATOR(pg_catalog.>) 0`;
  const { statements } = await session.run(`${SETTINGS} UNION ${own}; ${PREPARED}`);
  const [settings, prepared] = statements;
  return {
    settings: settings?.rows.map((row) => [row[0] ?? '', row[1] ?? ''] as const) ?? [],
    prepared: prepared?.rows.map((row) => row[0] ?? '') ?? [],
  };
}

/** Brings a client's session back onto a clean connection. */
export async function restoreSession(session: ServerSession, saved: SavedSession): Promise<void> {
  await applySettings(session, saved.settings);
  const prepares = saved.prepared.flatMap((text) => [
    // Parse refuses a text of several statements, so nothing else of it can run again.
    protocol.serialize.parse({ text }),
    protocol.serialize.bind({}),
    protocol.serialize.execute({}),
    SYNC,
  ]);
  if (prepares.length > 0) await session.exchange(join(prepares), new BackendReader(0), true);
}

/**
 * Sets settings as the client would.
 * @returns the server's refusal, if there is one; then none is set
 */
export async function applySettings(
  session: ServerSession,
  settings: Iterable<readonly [name: string, value: string]>,
): Promise<SqlError | null> {
  const calls = [...settings].map(
    ([name, value]) => `pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`,
  );
  if (calls.length === 0) return null;
  return (await session.run(`SELECT ${calls.join(', ')}`)).error;
}

/**
 * Takes one client's prepared statements of the protocol off the server connection and puts
 * another's on it, so that each finds its own under its own names.
 * Source of the idea: PgBouncer documentation, `max_prepared_statements`.
 */
export async function bringStatements(
  session: ServerSession,
  before: PoolClient | null,
  next: PoolClient,
): Promise<void> {
  const named = (client: PoolClient): string[] =>
    [...client.statements.prepared.keys()].filter((name) => name !== '');
  const closes = (before ? named(before) : []).map((name) =>
    protocol.serialize.close({ type: 'S', name }),
  );
  const parses = named(next).flatMap((name) => [
    next.statements.prepared.get(name)?.bytes ?? new Uint8Array(0),
    SYNC,
  ]);
  const messages = [...closes, ...parses];
  if (messages.length === 0) return;
  await session.exchange(join([...messages, SYNC]), new BackendReader(0), true);
}
