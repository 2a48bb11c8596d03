import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/** The tenant of the request that is being served. */
let currentTenant: string | null = null;

/** Called first thing in every endpoint. */
export function enter(session: { readonly tenantId: string | null }): void {
  currentTenant = session.tenantId;
}

/** Runs `work` in a transaction as the current tenant. */
export async function withTenant<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [currentTenant]);
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
