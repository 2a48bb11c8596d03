import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Document {
  id: number;
  title: string;
  body: string;
}

/** The document, if it is the tenant's. */
async function find(session: Session, id: number): Promise<Document> {
  const { rows } = await pool.query<Document & { tenant_id: string }>(
    'SELECT id, title, body, tenant_id FROM documents WHERE id = $1',
    [id],
  );
  const [row] = rows;
  if (!row) throw new Error(`Document ${id} was not found.`);
  if (row.tenant_id !== session.tenantId) throw new Error(`You may not access document ${id}.`);
  return { id: row.id, title: row.title, body: row.body };
}

/** open_document */
export const getDocument = (session: Session, args: { id: number }): Promise<Document> =>
  find(session, args.id);

/** edit_document */
export async function updateDocument(
  session: Session,
  args: { id: number; title?: string; body?: string },
): Promise<Document> {
  const { title, body } = await find(session, args.id);
  await pool.query('UPDATE documents SET title = $3, body = $4 WHERE id = $1 AND tenant_id = $2', [
    args.id,
    session.tenantId,
    args.title ?? title,
    args.body ?? body,
  ]);
  return find(session, args.id);
}

/** delete_document */
export async function deleteDocument(
  session: Session,
  args: { id: number },
): Promise<{ deleted: boolean }> {
  await find(session, args.id);
  await pool.query('DELETE FROM documents WHERE id = $1 AND tenant_id = $2', [
    args.id,
    session.tenantId,
  ]);
  return { deleted: true };
}

/** list_documents: a page of the tenant's documents by id, and how many it has in all. */
export async function listDocuments(
  session: Session,
  args: { search?: string; limit?: number; offset?: number } = {},
): Promise<{ documents: { id: number; title: string }[]; total: number }> {
  const values: unknown[] = [session.tenantId];
  let where = 'tenant_id = $1';
  if (args.search) {
    values.push(`%${args.search}%`);
    where += ' AND (title ILIKE $2 OR body ILIKE $2)';
  }
  const all = await pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM documents WHERE ${where}`,
    values,
  );
  const page = await pool.query<{ id: number; title: string }>(
    `SELECT id, title FROM documents WHERE ${where}
     ORDER BY id LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
    [...values, args.limit ?? 20, args.offset ?? 0],
  );
  return { documents: page.rows, total: all.rows[0]?.total ?? 0 };
}
