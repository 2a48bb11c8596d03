import type { PoolClient } from 'pg';
import { pool } from './db.ts';

// A connection begins without a tenant.
pool.on('acquire', (client) => {
  void client.query('RESET app.tenant_id');
});

/** Runs `work` as a tenant. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);
    return await work(client);
  } finally {
    client.release();
  }
}
