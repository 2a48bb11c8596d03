import { Pool } from 'pg';

/** Logs in as app_user, who may read, change and delete every row of documents. */
export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
