import type { PoolClient } from 'pg';
import { pool } from './db.ts';

interface HasTenant {
  readonly tenantId: string | null;
}

/** Makes an endpoint of a query function: the session comes first, the connection is its own. */
export function forTenant<Args extends readonly unknown[], T>(
  work: (client: PoolClient, ...args: Args) => Promise<T>,
): (session: HasTenant, ...args: Args) => Promise<T> {
  return async (session, ...args) => {
    const client = await pool.connect();
    let failure: Error | undefined;
    let committed = false;
    try {
      await client.query('BEGIN');
      await client.query("SELECT set_config('app.tenant_id', $1, true)", [session.tenantId]);
      const result = await work(client, ...args);
      await client.query('COMMIT');
      committed = true;
      return result;
    } finally {
      if (!committed) {
        await client.query('ROLLBACK').catch((error: Error) => {
          failure = error;
        });
      }
      // A connection that could not be rolled back is closed instead of pooled.
      client.release(failure);
    }
  };
}
