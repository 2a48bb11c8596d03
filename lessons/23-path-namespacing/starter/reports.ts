import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Report {
  number: number;
  title: string;
  body: string;
}

/** One of the tenant's reports, by its number; each tenant numbers its reports from 1. */
export async function getReport(session: Session, number: number): Promise<Report | null> {
  const { rows } = await pool.query<Report>(
    'SELECT number, title, body FROM reports WHERE tenant_id = $1 AND number = $2',
    [session.tenantId, number],
  );
  return rows[0] ?? null;
}
