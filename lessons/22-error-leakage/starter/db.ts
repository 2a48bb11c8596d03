import { Pool, type PoolClient } from 'pg';
import { passed } from './layers.ts';

/** Logs in as app_user, whom row-level security binds. */
export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });

/** Runs `work` in a transaction in which the tenant is set. */
export async function asTenant<T>(
  tenantId: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    passed('PostgreSQL', error);
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
