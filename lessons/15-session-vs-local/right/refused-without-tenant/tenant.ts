import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/** Runs `work` in a transaction as a tenant; who has none is turned away before a connection is taken. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  if (tenantId === null) throw new Error('Choose a workspace first.');
  const client = await pool.connect();
  let done = false;
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const result = await work(client);
    done = true;
    return result;
  } finally {
    let broken = false;
    try {
      await client.query(done ? 'COMMIT' : 'ROLLBACK');
    } catch (error) {
      broken = true;
      if (done) throw error;
    } finally {
      client.release(broken);
    }
  }
}
