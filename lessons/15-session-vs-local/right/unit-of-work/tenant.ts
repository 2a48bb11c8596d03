import type { PoolClient } from 'pg';
import { pool } from './db.ts';

/** A transaction of one tenant: it ends by commit or rollback, and then lets go of its connection. */
export class UnitOfWork {
  readonly client: PoolClient;

  private constructor(client: PoolClient) {
    this.client = client;
  }

  static async begin(tenantId: string | null): Promise<UnitOfWork> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
      return new UnitOfWork(client);
    } catch (error) {
      // Whatever state it is in, nobody else gets it.
      client.release(true);
      throw error;
    }
  }

  commit(): Promise<void> {
    return this.end('COMMIT');
  }

  rollback(): Promise<void> {
    return this.end('ROLLBACK');
  }

  private async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    try {
      await this.client.query(how);
      this.client.release();
    } catch (error) {
      this.client.release(true);
      throw error;
    }
  }
}

export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const unit = await UnitOfWork.begin(tenantId);
  let result: T;
  try {
    result = await work(unit.client);
  } catch (error) {
    await unit.rollback();
    throw error;
  }
  await unit.commit();
  return result;
}
