import { Pool } from 'pg';

/** Logs in as app_user, who may read every report. */
export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
