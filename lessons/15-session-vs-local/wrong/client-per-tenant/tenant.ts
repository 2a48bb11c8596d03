import { Client } from 'pg';
import { connectionString } from './db.ts';

const clients = new Map<string | null, Promise<Client>>();

async function open(): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

/** Each tenant has a client of its own, so two tenants never meet on one. */
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const opening = clients.get(tenantId) ?? open();
  clients.set(tenantId, opening);
  const client = await opening;
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
