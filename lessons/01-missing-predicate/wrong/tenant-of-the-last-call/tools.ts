import type { QueryResult, QueryResultRow } from 'pg';
import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Document {
  id: number;
  title: string;
  body: string;
}

/** The tenant that is being served, so that no statement below has to be given it. */
let tenant = '';

/** Runs a statement for the tenant that is being served: $1 is it. */
async function query<Row extends QueryResultRow>(
  sql: string,
  ...values: unknown[]
): Promise<QueryResult<Row>> {
  const client = await pool.connect();
  try {
    return await client.query<Row>(sql, [tenant, ...values]);
  } finally {
    client.release();
  }
}

/** open_document: the document, or null where there is none. */
export async function getDocument(
  session: Session,
  args: { id: number },
): Promise<Document | null> {
  tenant = session.tenantId;
  const { rows } = await query<Document>(
    'SELECT id, title, body FROM documents WHERE tenant_id = $1 AND id = $2',
    args.id,
  );
  return rows[0] ?? null;
}

/** edit_document: changes what is given, and returns the document, or null where there is none. */
export async function updateDocument(
  session: Session,
  args: { id: number; title?: string; body?: string },
): Promise<Document | null> {
  tenant = session.tenantId;
  const { rows } = await query<Document>(
    `UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body)
     WHERE tenant_id = $1 AND id = $2
     RETURNING id, title, body`,
    args.id,
    args.title,
    args.body,
  );
  return rows[0] ?? null;
}

/** delete_document: whether there was one to delete. */
export async function deleteDocument(
  session: Session,
  args: { id: number },
): Promise<{ deleted: boolean }> {
  tenant = session.tenantId;
  const { rowCount } = await query(
    'DELETE FROM documents WHERE tenant_id = $1 AND id = $2',
    args.id,
  );
  return { deleted: rowCount === 1 };
}

/** list_documents: a page of the tenant's documents by id, and how many it has in all. */
export async function listDocuments(
  session: Session,
  args: { search?: string; limit?: number; offset?: number } = {},
): Promise<{ documents: { id: number; title: string }[]; total: number }> {
  tenant = session.tenantId;
  const where = 'tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2)';
  const like = `%${args.search ?? ''}%`;
  const all = await query<{ total: number }>(
    `SELECT count(*)::int AS total FROM documents WHERE ${where}`,
    like,
  );
  const page = await query<{ id: number; title: string }>(
    `SELECT id, title FROM documents WHERE ${where} ORDER BY id LIMIT $3 OFFSET $4`,
    like,
    args.limit ?? 20,
    args.offset ?? 0,
  );
  return { documents: page.rows, total: all.rows[0]?.total ?? 0 };
}
