import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { pool } from './db.ts';

const transactions = new AsyncLocalStorage<PoolClient>();

/** Runs a statement in the transaction that the caller is in. There is none but a tenant’s. */
export function query<R extends QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<QueryResult<R>> {
  const client = transactions.getStore();
  if (!client) throw new Error('No transaction: call it inside withTenant.');
  return client.query<R>(sql, values);
}

export async function withTenant<T>(
  tenantId: string | null,
  work: () => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const result = await transactions.run(client, work);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
