import type { Pool } from 'pg';
import { pool } from './db.ts';

/** Runs `work` in a transaction, for whose length the tenant is set. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (db: Pool) => Promise<T>,
): Promise<T> {
  await pool.query('BEGIN');
  try {
    await pool.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const result = await work(pool);
    await pool.query('COMMIT');
    return result;
  } catch (error) {
    await pool.query('ROLLBACK');
    throw error;
  }
}
