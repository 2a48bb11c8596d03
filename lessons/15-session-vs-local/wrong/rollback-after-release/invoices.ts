import { pool } from './db.ts';
import { withTenant } from './tenant.ts';

/** From the session cookie, verified. Who has not chosen a workspace yet has no tenant. */
export interface Session {
  readonly tenantId: string | null;
}

export interface Invoice {
  readonly id: number;
  readonly customer: string;
  readonly cents: number;
  readonly note: string;
  readonly year: number;
  readonly paid: boolean;
}

/** What a customer fills in. */
export type Draft = Omit<Invoice, 'id' | 'paid'>;

// No WHERE tenant_id anywhere: row-level security knows whose rows they are.
const COLUMNS = 'id, customer, cents, note, year, paid';

export function listInvoices(session: Session): Promise<Invoice[]> {
  return withTenant(session.tenantId, async (client) => {
    const { rows } = await client.query<Invoice>(`SELECT ${COLUMNS} FROM invoices ORDER BY id`);
    return rows;
  });
}

export function getInvoice(session: Session, id: number): Promise<Invoice | null> {
  return withTenant(session.tenantId, async (client) => {
    const { rows } = await client.query<Invoice>(`SELECT ${COLUMNS} FROM invoices WHERE id = $1`, [
      id,
    ]);
    return rows[0] ?? null;
  });
}

/** Rejects where PostgreSQL does: an amount that is not positive is 23514. */
export function createInvoice(session: Session, draft: Draft): Promise<Invoice> {
  return withTenant(session.tenantId, async (client) => {
    const { rows } = await client.query<Invoice>(
      `INSERT INTO invoices (customer, cents, note, year) VALUES ($1, $2, $3, $4) RETURNING ${COLUMNS}`,
      [draft.customer, draft.cents, draft.note, draft.year],
    );
    return rows[0]!;
  });
}

/** Rejects where the tenant has no such invoice, or it is paid already. */
export function payInvoice(session: Session, id: number): Promise<Invoice> {
  return withTenant(session.tenantId, async (client) => {
    const { rows } = await client.query<Invoice>(
      `UPDATE invoices SET paid = true WHERE id = $1 AND NOT paid RETURNING ${COLUMNS}`,
      [id],
    );
    if (rows.length === 0) throw new Error(`There is no open invoice ${id}.`);
    return rows[0]!;
  });
}

/** A year’s invoices as CSV, or null where there are none. */
export function exportInvoices(session: Session, year: number): Promise<string | null> {
  return withTenant(session.tenantId, async (client) => {
    const { rows } = await client.query<Invoice>(
      `SELECT ${COLUMNS} FROM invoices WHERE year = $1 ORDER BY id`,
      [year],
    );
    if (rows.length === 0) return null;
    return rows.map((row) => `${row.id},${row.customer},${row.cents},${row.note}`).join('\n');
  });
}

/** Asked once a minute, as nobody: without a tenant, row-level security must show no invoice. */
export async function health(): Promise<{ ok: boolean; visible: number }> {
  const { rows } = await pool.query<{ visible: number }>(
    'SELECT count(*)::int AS visible FROM invoices',
  );
  const visible = rows[0]!.visible;
  return { ok: visible === 0, visible };
}
