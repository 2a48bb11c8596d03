import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/** Runs `work` as a tenant. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let result: T | undefined;
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    result = await work(client);
    await client.query('COMMIT');
  } catch (error) {
    console.error(error);
    await client.query('ROLLBACK');
  } finally {
    client.release();
  }
  return result as T;
}
