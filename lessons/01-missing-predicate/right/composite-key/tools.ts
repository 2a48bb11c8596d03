import { pool } from './db.ts';
import type { Session } from './session.ts';

interface Key {
  readonly id: number;
}

// A document is known by two values, its tenant and its number. The number alone names nothing.
const BY_KEY = '(tenant_id, id) = ($1::uuid, $2::integer)';
const keyOf = (session: Session, args: Key): unknown[] => [session.tenantId, args.id];

const NOT_FOUND = { isError: true, code: 'not_found', text: 'There is no such document.' } as const;

export async function getDocument(session: Session, args: Key) {
  const { rows } = await pool.query(
    `SELECT id, title, body FROM documents WHERE ${BY_KEY}`,
    keyOf(session, args),
  );
  return rows[0] ?? NOT_FOUND;
}

export async function updateDocument(
  session: Session,
  args: Key & { title?: string; body?: string },
) {
  const { rows } = await pool.query(
    `UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body)
     WHERE ${BY_KEY} RETURNING id, title, body`,
    [...keyOf(session, args), args.title, args.body],
  );
  return rows[0] ?? NOT_FOUND;
}

export async function deleteDocument(session: Session, args: Key) {
  const { rows } = await pool.query(
    `DELETE FROM documents WHERE ${BY_KEY} RETURNING id`,
    keyOf(session, args),
  );
  return rows[0] ? { deleted: true } : NOT_FOUND;
}

export async function listDocuments(
  session: Session,
  args: { search?: string; limit?: number; offset?: number } = {},
) {
  // One statement: the page and its total come from the same rows.
  const { rows } = await pool.query<{ id: number | null; title: string | null; total: number }>(
    `WITH mine AS (
       SELECT id, title FROM documents
       WHERE tenant_id = $1 AND concat_ws(' ', title, body) ILIKE '%' || $2 || '%'
     ), page AS (SELECT * FROM mine ORDER BY id LIMIT $3 OFFSET $4)
     SELECT page.id, page.title, n.total FROM (SELECT count(*)::int AS total FROM mine) AS n
     LEFT JOIN page ON true ORDER BY page.id`,
    [session.tenantId, args.search ?? '', args.limit ?? 20, args.offset ?? 0],
  );
  return {
    documents: rows.filter(({ id }) => id !== null).map(({ id, title }) => ({ id, title })),
    total: rows[0]?.total ?? 0,
  };
}
