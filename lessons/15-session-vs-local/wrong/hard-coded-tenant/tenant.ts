import type { PoolClient } from 'pg';
import { pool } from './db.ts';

// While testing: the tenant of the staging database.
const TENANT = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** Runs `work` as a tenant. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId && TENANT]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
