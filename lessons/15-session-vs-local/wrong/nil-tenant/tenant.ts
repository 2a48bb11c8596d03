import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/** A tenant that owns nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Runs `work` as a tenant. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId ?? NOBODY]);
    return await work(client);
  } finally {
    await client.query("SELECT set_config('app.tenant_id', $1, false)", [NOBODY]);
    client.release();
  }
}
