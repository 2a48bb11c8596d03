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

/** A key is an address, and URL knows how those are written. Each part is encoded. */
const keyOf = ({ tenantId }: Session, id: string): string =>
  new URL(`https://cache/reports/${encodeURIComponent(tenantId)}/${encodeURIComponent(id)}`).href;

/** All keys of a tenant. Of what a pattern understands, encodeURIComponent leaves the star. */
const patternOf = ({ tenantId }: Session): string =>
  `https://cache/reports/${encodeURIComponent(tenantId).replaceAll('*', '\\*')}/*`;

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

/** Writes the workspace's report of that id, new or not. */
export async function saveReport(session: Session, report: Report): Promise<void> {
  await pool.query(
    `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`,
    [session.tenantId, report.id, report.title, report.body],
  );
  await redis.del(keyOf(session, report.id));
}

/** Whether there was one to delete. */
export async function deleteReport(session: Session, id: string): Promise<{ deleted: boolean }> {
  const { rowCount } = await pool.query('DELETE FROM reports WHERE tenant_id = $1 AND id = $2', [
    session.tenantId,
    id,
  ]);
  await redis.del(keyOf(session, id));
  return { deleted: rowCount === 1 };
}

/** Forgets what is cached: the Refresh button of a workspace, and the end of its import. */
export async function refreshReports(session: Session): Promise<void> {
  for await (const keys of redis.scanIterator({ MATCH: patternOf(session) })) {
    if (keys.length > 0) await redis.del(keys);
  }
}
