import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/** Each tenant keeps a connection, so that its setting is made once. */
const connections = new Map<string | null, Promise<PoolClient>>();

async function open(tenantId: string | null): Promise<PoolClient> {
  const client = await pool.connect();
  await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);
  return client;
}

/** Runs `work` on the tenant’s own connection. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const connection = connections.get(tenantId) ?? open(tenantId);
  connections.set(tenantId, connection);
  return work(await connection);
}
