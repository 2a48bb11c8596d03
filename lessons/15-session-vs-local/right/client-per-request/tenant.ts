import { Client } from 'pg';
import { connectionString } from './db.ts';

/** Runs `work` on a connection of its own. Closing it ends whatever is still open on it. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}
