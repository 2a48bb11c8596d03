// Reports, as dashboards and agents ask for them. Every statement names the tenant.
import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Report {
  id: string;
  title: string;
  body: string;
}

/**
 * This process is the only one, so the cache lives in it: a Map of each tenant's own Map. No key is
 * put together from two names, and so none can be taken apart wrongly.
 */
const tenants = new Map<string, Map<string, Promise<Report | null>>>();

function cacheOf({ tenantId }: Session): Map<string, Promise<Report | null>> {
  const known = tenants.get(tenantId);
  if (known) return known;
  const cache = new Map<string, Promise<Report | null>>();
  tenants.set(tenantId, cache);
  return cache;
}

/** The report, or null where the workspace has none of that id. */
export function getReport(session: Session, id: string): Promise<Report | null> {
  const cache = cacheOf(session);
  const known = cache.get(id);
  if (known) return known;
  const query = readReport(session, id);
  cache.set(id, query);
  // A failure is not kept: whoever asks next tries again.
  query.catch(() => {
    if (cache.get(id) === query) cache.delete(id);
  });
  return query;
}

async function readReport(session: Session, id: string): Promise<Report | null> {
  const { rows } = await pool.query<Report>(
    'SELECT id, title, body FROM reports WHERE tenant_id = $1 AND id = $2',
    [session.tenantId, id],
  );
  return rows[0] ?? null;
}

/** Writes the workspace's report of that id, new or not. */
export async function saveReport(session: Session, report: Report): Promise<void> {
  await pool.query(
    `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`,
    [session.tenantId, report.id, report.title, report.body],
  );
  cacheOf(session).delete(report.id);
}

/** Whether there was one to delete. */
export async function deleteReport(session: Session, id: string): Promise<{ deleted: boolean }> {
  const { rowCount } = await pool.query('DELETE FROM reports WHERE tenant_id = $1 AND id = $2', [
    session.tenantId,
    id,
  ]);
  cacheOf(session).delete(id);
  return { deleted: rowCount === 1 };
}

/** Forgets what is cached: the Refresh button of a workspace, and the end of its import. */
export async function refreshReports(session: Session): Promise<void> {
  await Promise.resolve(cacheOf(session).clear());
}
