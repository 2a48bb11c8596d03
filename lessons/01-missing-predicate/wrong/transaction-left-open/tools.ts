import type { PoolClient } from 'pg';
import { pool } from './db.ts';
import type { Session } from './session.ts';

interface Document {
  id: number;
  title: string;
  body: string;
}

/**
 * Locks the document, looks whose it is, and lets `act` have it in the same transaction. Until the
 * COMMIT nobody can move it to another tenant, so what was seen is still so when it is acted on.
 */
async function own<T>(
  session: Session,
  id: number,
  act: (client: PoolClient, document: Document) => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<Document & { tenant_id: string }>(
      'SELECT id, title, body, tenant_id FROM documents WHERE id = $1 FOR UPDATE',
      [id],
    );
    const [document] = rows;
    const result =
      document?.tenant_id === session.tenantId
        ? await act(client, { id: document.id, title: document.title, body: document.body })
        : null;
    await client.query('COMMIT');
    return result;
  } finally {
    client.release();
  }
}

export const getDocument = (session: Session, { id }: { id: number }): Promise<Document | null> =>
  own(session, id, async (_client, document) => document);

export const updateDocument = (
  session: Session,
  { id, title, body }: { id: number; title?: string; body?: string },
): Promise<Document | null> =>
  own(session, id, async (client, document) => {
    const changed = {
      id: document.id,
      title: title ?? document.title,
      body: body ?? document.body,
    };
    await client.query('UPDATE documents SET title = $2, body = $3 WHERE id = $1', [
      changed.id,
      changed.title,
      changed.body,
    ]);
    return changed;
  });

export async function deleteDocument(
  session: Session,
  { id }: { id: number },
): Promise<{ deleted: boolean }> {
  const deleted = await own(session, id, async (client, document) => {
    await client.query('DELETE FROM documents WHERE id = $1', [document.id]);
    return true;
  });
  return { deleted: deleted === true };
}

export async function listDocuments(
  session: Session,
  args: { search?: string; limit?: number; offset?: number } = {},
): Promise<{ documents: { id: number; title: string }[]; total: number }> {
  // All of the tenant's, and the page cut here: right, if slow for a tenant with many.
  const { rows } = await pool.query<Document>(
    'SELECT id, title, body FROM documents WHERE tenant_id = $1 ORDER BY id',
    [session.tenantId],
  );
  const text = (args.search ?? '').toLowerCase();
  const found = rows.filter(({ title, body }) =>
    [title, body].some((part) => part.toLowerCase().includes(text)),
  );
  const offset = args.offset ?? 0;
  return {
    documents: found
      .slice(offset, offset + (args.limit ?? 20))
      .map(({ id, title }) => ({ id, title })),
    total: found.length,
  };
}
