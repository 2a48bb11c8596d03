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
 * One entry for each tenant, in which its reports lie by their ids: the handle is all there is to
 * the key, so nothing in it can be mistaken for an id.
 */
const keyOf = ({ tenantId }: Session): string => `reports of ${tenantId}`;

type Shelf = Map<string, Report | null>;

async function shelfOf(session: Session): Promise<Shelf> {
  const cached = await redis.get(keyOf(session));
  return new Map(cached === null ? [] : (JSON.parse(cached) as [string, Report | null][]));
}

/** The report, or null where the workspace has none of that id. */
export async function getReport(session: Session, id: string): Promise<Report | null> {
  const kept = (await shelfOf(session)).get(id);
  return kept === undefined ? readReport(session, id) : kept;
}

async function readReport(session: Session, id: string): Promise<Report | null> {
  const { rows } = await pool.query<Report>(
    'SELECT id, title, body FROM reports WHERE tenant_id = $1 AND id = $2',
    [session.tenantId, id],
  );
  const report = rows[0] ?? null;
  // That there is none is kept as well: dashboards ask for what was deleted, again and again.
  const shelf = await shelfOf(session);
  await redis.set(keyOf(session), JSON.stringify([...shelf.set(id, report)]), { EX: TTL });
  return report;
}

/** Writes the workspace's report of that id, new or not. */
export async function saveReport(session: Session, report: Report): Promise<void> {
  await pool.query(
    `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`,
    [session.tenantId, report.id, report.title, report.body],
  );
  await redis.del(keyOf(session));
}

/** Whether there was one to delete. */
export async function deleteReport(session: Session, id: string): Promise<{ deleted: boolean }> {
  const { rowCount } = await pool.query('DELETE FROM reports WHERE tenant_id = $1 AND id = $2', [
    session.tenantId,
    id,
  ]);
  await redis.del(keyOf(session));
  return { deleted: rowCount === 1 };
}

/** Forgets what is cached: the Refresh button of a workspace, and the end of its import. */
export async function refreshReports(session: Session): Promise<void> {
  await redis.del(keyOf(session));
}
