import { pool } from './db.ts';
import { refreshReports, type Report } from './reports.ts';
import type { Session } from './session.ts';

/**
 * The nightly import: the warehouse's reports of one workspace go straight into the table. It knows
 * nothing of the cache, so it ends with a refresh.
 */
export async function importReports(session: Session, reports: readonly Report[]): Promise<void> {
  for (const { id, title, body } of reports) {
    await pool.query(
      `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`,
      [session.tenantId, id, title, body],
    );
  }
  await refreshReports(session);
}
