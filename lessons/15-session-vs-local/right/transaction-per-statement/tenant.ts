import type { QueryResult, QueryResultRow } from 'pg';
import { pool } from './db.ts';

/** What an endpoint gets: it can send statements, and cannot keep a connection. */
export interface TenantDb {
  query<R extends QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<R>>;
}

/** Each statement is a transaction of its own, with the tenant set in it. */
export function withTenant<T>(
  tenantId: string | null,
  work: (db: TenantDb) => Promise<T>,
): Promise<T> {
  return work({
    async query<R extends QueryResultRow>(sql: string, values: unknown[] = []) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
        const result = await client.query<R>(sql, values);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
  });
}
