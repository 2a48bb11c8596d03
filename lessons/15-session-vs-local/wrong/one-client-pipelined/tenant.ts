import { Client } from 'pg';
import { connectionString } from './db.ts';

const client = new Client({ connectionString });
const connected = client.connect();

/** One client; what is sent in one go stays together in its queue. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  await connected;
  const begun = client.query('BEGIN');
  const set = client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  const done = work(client);
  try {
    const [, , result] = await Promise.all([begun, set, done]);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
