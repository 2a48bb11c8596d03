import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/** Runs `work` behind a savepoint, so that its errors leave the transaction in order. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let result: T;
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    await client.query('SAVEPOINT work');
    try {
      result = await work(client);
    } catch (error) {
      // The work is undone, the transaction goes on: it ends below, as it always does.
      await client.query('ROLLBACK TO SAVEPOINT work');
      await client.query('COMMIT');
      throw error;
    }
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(client.getTransactionStatus() === 'I' ? undefined : true);
    throw error;
  }
  return result;
}
