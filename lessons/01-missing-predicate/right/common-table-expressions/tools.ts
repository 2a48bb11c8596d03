import type { QueryResultRow } from 'pg';
import { pool } from './db.ts';
import type { Session } from './session.ts';

interface Document {
  id: number;
  title: string;
  body: string;
}

/**
 * Runs a query in which `documents` means the tenant's own: the name of a WITH query hides the
 * table of that name. $1 is the tenant. PostgreSQL refuses to write through such a name.
 */
async function read<Row extends QueryResultRow>(
  { tenantId }: Session,
  sql: string,
  ...values: unknown[]
): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `WITH documents AS (SELECT * FROM public.documents WHERE tenant_id = $1) ${sql}`,
    [tenantId, ...values],
  );
  return rows;
}

export async function getDocument(session: Session, args: { id: number }) {
  const [document] = await read<Document>(
    session,
    'SELECT id, title, body FROM documents WHERE id = $2',
    args.id,
  );
  return document ?? null;
}

export async function updateDocument(
  session: Session,
  args: { id: number; title?: string; body?: string },
) {
  const { rows } = await pool.query<Document>(
    `WITH changed AS (
       UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body)
       WHERE tenant_id = $1 AND id = $2 RETURNING id, title, body
     ) SELECT * FROM changed`,
    [session.tenantId, args.id, args.title, args.body],
  );
  return rows[0] ?? null;
}

export async function deleteDocument(session: Session, args: { id: number }) {
  const { rows } = await pool.query<{ n: number }>(
    `WITH gone AS (DELETE FROM documents WHERE tenant_id = $1 AND id = $2 RETURNING id)
     SELECT count(*)::int AS n FROM gone`,
    [session.tenantId, args.id],
  );
  return { deleted: rows[0]?.n === 1 };
}

export async function listDocuments(
  session: Session,
  args: { search?: string; limit?: number; offset?: number } = {},
) {
  const found = "title ILIKE '%' || $2 || '%' OR body ILIKE '%' || $2 || '%'";
  const text = args.search ?? '';
  const documents = await read<{ id: number; title: string }>(
    session,
    `SELECT id, title FROM documents WHERE ${found} ORDER BY id LIMIT $3 OFFSET $4`,
    text,
    args.limit ?? 20,
    args.offset ?? 0,
  );
  const [all] = await read<{ total: string }>(
    session,
    `SELECT count(*) AS total FROM documents WHERE ${found}`,
    text,
  );
  return { documents, total: Number(all?.total ?? 0) };
}
