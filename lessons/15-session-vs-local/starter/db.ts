import { Pool } from 'pg';

/** postgres://app_user:…@pgbouncer.internal:6432/invoicing */
export const connectionString = process.env.DATABASE_URL;

/**
 * Two connections to PgBouncer, which keeps one connection to PostgreSQL and lends it to a client
 * for one transaction at a time (`pool_mode = transaction`). A statement outside of BEGIN and
 * COMMIT is a transaction of its own.
 */
export const pool = new Pool({ connectionString, max: 2 });
