import { pool } from './db.ts';

/** Run by our support when a customer's account is split in two. No tool: an agent cannot call it. */
export async function moveDocument(id: number, toTenantId: string): Promise<void> {
  await pool.query('UPDATE documents SET tenant_id = $2 WHERE id = $1', [id, toTenantId]);
}
