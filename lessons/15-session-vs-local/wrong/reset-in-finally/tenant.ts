import type { PoolClient } from 'pg';
import { pool } from './db.ts';

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
    let failure: Error | undefined;
    await client.query('RESET app.tenant_id').catch((error: Error) => {
      failure = error;
    });
    client.release(failure);
  }
}
