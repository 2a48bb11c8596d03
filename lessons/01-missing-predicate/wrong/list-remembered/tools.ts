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
  const { rows } = await pool.query<Document>(
    `UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body)
     WHERE id = $1 AND tenant_id = $2
     RETURNING id, title, body`,
    [args.id, session.tenantId, args.title, args.body],
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
  const search = args.search ?? '';
  const key = JSON.stringify([session.tenantId, search]);
  const found = lists.get(key) ?? (await find(session, search));
  lists.set(key, found);
  const from = args.offset ?? 0;
  return { documents: found.slice(from, from + (args.limit ?? 20)), total: found.length };
}

// One list for each tenant and search: no tenant is ever shown another's.
const lists = new Map<string, { id: number; title: string }[]>();

async function find(session: Session, search: string): Promise<{ id: number; title: string }[]> {
  const { rows } = await pool.query<{ id: number; title: string }>(
    `SELECT id, title FROM documents
     WHERE tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2) ORDER BY id`,
    [session.tenantId, `%${search}%`],
  );
  return rows;
}
