import { Pool } from 'pg';

/**
 * Two connections to PgBouncer, which keeps one to PostgreSQL and lends it to a client for one
 * transaction at a time (`pool_mode = transaction`). A statement outside of BEGIN and COMMIT is a
 * transaction of its own.
 */
export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 2 });

/**
 * Makes an index scan go on until the LIMIT is reached, nearest first, where filters and policies
 * throw candidates away. It lasts until the end of the transaction; without one it does nothing.
 */
export const KEEP_LOOKING = 'SET LOCAL hnsw.iterative_scan = strict_order';
