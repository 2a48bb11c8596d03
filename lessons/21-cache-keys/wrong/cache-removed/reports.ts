// Reports, as dashboards and agents ask for them. Every statement names the tenant.
import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Report {
  id: string;
  title: string;
  body: string;
}

/** The report, or null where the workspace has none of that id. */
export async function getReport(session: Session, id: string): Promise<Report | null> {
  return readReport(session, id);
}

async function readReport(session: Session, id: string): Promise<Report | null> {
  const { rows } = await pool.query<Report>(
    'SELECT id, title, body FROM reports WHERE tenant_id = $1 AND id = $2',
    [session.tenantId, id],
  );
  const report = rows[0] ?? null;
  return report;
}

/** Writes the workspace's report of that id, new or not. */
export async function saveReport(session: Session, report: Report): Promise<void> {
  await pool.query(
    `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`,
    [session.tenantId, report.id, report.title, report.body],
  );
}

/** Whether there was one to delete. */
export async function deleteReport(session: Session, id: string): Promise<{ deleted: boolean }> {
  const { rowCount } = await pool.query('DELETE FROM reports WHERE tenant_id = $1 AND id = $2', [
    session.tenantId,
    id,
  ]);
  return { deleted: rowCount === 1 };
}

/** Forgets what is cached: the Refresh button of a workspace, and the end of its import. */
export async function refreshReports(_session: Session): Promise<void> {
  // Nothing is cached.
}
