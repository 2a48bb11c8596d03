import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Document {
  id: number;
  title: string;
  body: string;
}

/** open_document: the document, or null where there is none. */
export async function getDocument(
  session: Session,
  args: { id: number },
): Promise<Document | null> {
  const { rows } = await pool.query<Document>(
    'SELECT id, title, body FROM documents WHERE id = $1 AND tenant_id = $2',
    [args.id, session.tenantId],
  );
  return rows[0] ?? null;
}

/** edit_document: changes what is given, and returns the document, or null where there is none. */
export async function updateDocument(
  session: Session,
  args: { id: number; title?: string; body?: string },
): Promise<Document | null> {
  const values: unknown[] = [args.id, session.tenantId];
  const sets: string[] = [];
  if (args.title !== undefined) sets.push(`title = $${values.push(args.title)}`);
  if (args.body !== undefined) sets.push(`body = $${values.push(args.body)}`);
  // SET without anything is a syntax error, so there is nothing to send.
  if (sets.length === 0) return asItIs(args.id);
  const { rows } = await pool.query<Document>(
    `UPDATE documents SET ${sets.join(', ')} WHERE id = $1 AND tenant_id = $2
     RETURNING id, title, body`,
    values,
  );
  return rows[0] ?? null;
}

async function asItIs(id: number): Promise<Document | null> {
  const { rows } = await pool.query<Document>(
    'SELECT id, title, body FROM documents WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** delete_document: whether there was one to delete. */
export async function deleteDocument(
  session: Session,
  args: { id: number },
): Promise<{ deleted: boolean }> {
  const { rowCount } = await pool.query('DELETE FROM documents WHERE id = $1 AND tenant_id = $2', [
    args.id,
    session.tenantId,
  ]);
  return { deleted: rowCount === 1 };
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
