// Reports, as dashboards and agents ask for them. Every statement names the tenant.
import { redis } from './cache.ts';
import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Report {
  id: string;
  title: string;
  body: string;
}

/** Seconds that an entry lives, unless somebody saves before. */
const TTL = 600;

/**
 * The one place where keys are made. Encoded, neither part holds the colon, so that where the one
 * ends and the other begins is never in doubt.
 */
const keyOf = ({ tenantId }: Session, id: string): string =>
  `report:${encodeURIComponent(tenantId)}:${encodeURIComponent(id)}`;

/** All keys of a tenant. Of what a pattern understands, encodeURIComponent leaves the star. */
const patternOf = ({ tenantId }: Session): string =>
  `report:${encodeURIComponent(tenantId).replaceAll('*', '\\*')}:*`;

/** Queries under way, by the same key: a hundred dashboards that open at nine are one query. */
const underway = new Map<string, Promise<Report | null>>();

/** The report, or null where the workspace has none of that id. */
export async function getReport(session: Session, id: string): Promise<Report | null> {
  const key = keyOf(session, id);
  const cached = await redis.get(key);
  if (cached !== null) return JSON.parse(cached) as Report | null;
  const known = underway.get(key);
  if (known) return known;
  const query = readReport(session, id).finally(() => underway.delete(key));
  underway.set(key, query);
  return query;
}

async function readReport(session: Session, id: string): Promise<Report | null> {
  const { rows } = await pool.query<Report>(
    'SELECT id, title, body FROM reports WHERE tenant_id = $1 AND id = $2',
    [session.tenantId, id],
  );
  const report = rows[0] ?? null;
  // That there is none is kept as well: dashboards ask for what was deleted, again and again.
  await redis.set(keyOf(session, id), JSON.stringify(report), { EX: TTL });
  return report;
}

/** Statements that write a workspace's reports, and forget what was cached of them. */
class Writer {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async save({ id, title, body }: Report): Promise<void> {
    await pool.query(
      `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`,
      [this.#session.tenantId, id, title, body],
    );
    await redis.del(keyOf(this.#session, id));
  }

  async delete(id: string): Promise<boolean> {
    const { rowCount } = await pool.query('DELETE FROM reports WHERE tenant_id = $1 AND id = $2', [
      this.#session.tenantId,
      id,
    ]);
    await redis.del(keyOf(this.#session, id));
    return rowCount === 1;
  }
}

/** Made when it is first needed: most processes only read. */
let writer: Writer | undefined;
const writerFor = (session: Session): Writer => (writer ??= new Writer(session));

/** Writes the workspace's report of that id, new or not. */
export async function saveReport(session: Session, report: Report): Promise<void> {
  await writerFor(session).save(report);
}

/** Whether there was one to delete. */
export async function deleteReport(session: Session, id: string): Promise<{ deleted: boolean }> {
  return { deleted: await writerFor(session).delete(id) };
}

/** Forgets what is cached: the Refresh button of a workspace, and the end of its import. */
export async function refreshReports(session: Session): Promise<void> {
  for await (const keys of redis.scanIterator({ MATCH: patternOf(session) })) {
    if (keys.length > 0) await redis.del(keys);
  }
}
