import { pool } from './db.ts';
import type { Session } from './session.ts';

// Prepared once per connection. $1 is the tenant in each, so a statement without it stands out here.
const STATEMENTS = {
  open: 'SELECT id, title, body FROM documents WHERE tenant_id = $1 AND id = $2',
  edit: `UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body)
         WHERE tenant_id = $1 AND id = $2 RETURNING id, title, body`,
  remove: 'DELETE FROM documents WHERE tenant_id = $1 AND id = $2 RETURNING id',
  // The count comes with each row, and with none where the page is empty.
  list: `SELECT page.id, page.title, counted.total
         FROM (SELECT count(*)::int AS total FROM documents
               WHERE tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2)) AS counted
         LEFT JOIN LATERAL (
           SELECT id, title FROM documents
           WHERE tenant_id = $1 AND (title ILIKE $2 OR body ILIKE $2)
           ORDER BY id LIMIT $3 OFFSET $4
         ) AS page ON true
         ORDER BY page.id`,
} as const;

interface Row {
  id: number | null;
  title: string;
  body: string;
  total: number;
}

async function run(
  { tenantId }: Session,
  name: keyof typeof STATEMENTS,
  ...values: unknown[]
): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name, text: STATEMENTS[name], values: [tenantId, ...values] });
  return rows;
}

export async function getDocument(session: Session, args: { id: number }) {
  const [document = null] = await run(session, 'open', args.id);
  return document;
}

export async function updateDocument(
  session: Session,
  { id, title, body }: { id: number; title?: string; body?: string },
) {
  const [document = null] = await run(session, 'edit', id, title, body);
  return document;
}

export async function deleteDocument(session: Session, args: { id: number }) {
  const gone = await run(session, 'remove', args.id);
  return { deleted: gone.length === 1 };
}

export async function listDocuments(
  session: Session,
  { search = '', limit = 20, offset = 0 }: { search?: string; limit?: number; offset?: number } = {},
) {
  const rows = await run(session, 'list', `%${search}%`, limit, offset);
  const documents = rows.flatMap(({ id, title }) => (id === null ? [] : [{ id, title }]));
  return { documents, total: rows[0]?.total ?? 0 };
}
