import { pool } from './db.ts';
import type { Session } from './session.ts';

/** Stands in a statement for the tenant of whoever runs it. */
const TENANT = Symbol('the tenant');

/**
 * A statement with values in it, as a template: sql`… WHERE tenant_id = ${TENANT} AND id = ${id}`.
 * Whatever stands in ${} becomes a parameter. Without TENANT it is refused before it is sent.
 */
const sql =
  (texts: TemplateStringsArray, ...values: unknown[]) =>
  async ({ tenantId }: Session): Promise<Record<string, unknown>[]> => {
    if (!values.includes(TENANT)) throw new Error('A statement names no tenant.');
    const text = texts.reduce((before, after, at) => `${before}$${at}${after}`);
    const { rows } = await pool.query<Record<string, unknown>>(
      text,
      values.map((value) => (value === TENANT ? tenantId : value)),
    );
    return rows;
  };

const one = (row: Record<string, unknown> | undefined): Record<string, unknown> => {
  if (row) return row;
  throw Object.assign(new Error('No such document'), { code: 'NOT_FOUND', status: 404 });
};

export async function getDocument(session: Session, { id }: { id: number }) {
  const [row] = await sql`
    SELECT id, title, body FROM documents WHERE tenant_id = ${TENANT} AND id = ${id}`(session);
  return one(row);
}

export async function updateDocument(
  session: Session,
  { id, title, body }: { id: number; title?: string; body?: string },
) {
  const [row] = await sql`
    UPDATE documents SET title = coalesce(${title}, title), body = coalesce(${body}, body)
    WHERE tenant_id = ${TENANT} AND id = ${id} RETURNING id, title, body`(session);
  return one(row);
}

export async function deleteDocument(session: Session, { id }: { id: number }) {
  const [row] = await sql`
    DELETE FROM documents WHERE tenant_id = ${TENANT} AND id = ${id} RETURNING id`(session);
  return one(row);
}

export async function listDocuments(
  session: Session,
  args: { search?: string; limit?: number; offset?: number } = {},
) {
  const text = args.search ?? '';
  // A window counts before LIMIT cuts; past the last page there is no row left to read it off.
  const rows = await sql`
    SELECT id, title, count(*) OVER () AS total FROM documents
    WHERE tenant_id = ${TENANT} AND position(lower(${text}) IN lower(title || E'\n' || body)) > 0
    ORDER BY id LIMIT ${args.limit ?? 20} OFFSET ${args.offset ?? 0}`(session);
  const [{ n } = { n: 0 }] =
    rows.length > 0
      ? [{ n: rows[0]?.total }]
      : await sql`
          SELECT count(*) AS n FROM documents WHERE tenant_id = ${TENANT}
          AND position(lower(${text}) IN lower(title || E'\n' || body)) > 0`(session);
  return { documents: rows.map(({ id, title }) => ({ id, title })), total: Number(n) };
}
