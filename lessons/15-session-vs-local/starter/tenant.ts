import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/**
 * Runs `work` on a connection on which the tenant is set, so that row-level security shows its
 * rows and no others. Without a tenant there is nothing to set, and nothing to see.
 */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    if (tenantId !== null) {
      // false: for the session. Ours ends with release(), and the next one sets its own.
      await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);
    }
    return await work(client);
  } finally {
    client.release();
  }
}
