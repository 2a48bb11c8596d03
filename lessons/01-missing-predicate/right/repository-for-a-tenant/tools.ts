import type { Pool } from 'pg';
import { pool } from './db.ts';
import type { Session } from './session.ts';

interface Document {
  id: number;
  title: string;
  body: string;
}

class DocumentNotFound extends Error {
  readonly code = 'not_found';

  constructor(id: number) {
    super(`There is no document ${id}.`);
    this.name = 'DocumentNotFound';
  }
}

/** The documents of one tenant. There is no other way to the table, and none without a tenant. */
class DocumentsOf {
  readonly #pool: Pool;
  readonly #tenant: string;

  constructor(db: Pool, { tenantId }: Session) {
    this.#pool = db;
    this.#tenant = tenantId;
  }

  async find(id: number): Promise<Document> {
    const { rows } = await this.#pool.query<Document>(
      'SELECT id, title, body FROM documents WHERE tenant_id = $1 AND id = $2',
      [this.#tenant, id],
    );
    return only(rows, id);
  }

  async change(id: number, title?: string, body?: string): Promise<Document> {
    const { rows } = await this.#pool.query<Document>(
      `UPDATE documents SET title = coalesce($3, title), body = coalesce($4, body)
       WHERE tenant_id = $1 AND id = $2 RETURNING id, title, body`,
      [this.#tenant, id, title, body],
    );
    return only(rows, id);
  }

  async remove(id: number): Promise<Document> {
    const { rows } = await this.#pool.query<Document>(
      'DELETE FROM documents WHERE tenant_id = $1 AND id = $2 RETURNING id, title, body',
      [this.#tenant, id],
    );
    return only(rows, id);
  }

  async search(text: string, limit: number, offset: number) {
    const { rows } = await this.#pool.query<{ id: number; title: string }>(
      `SELECT id, title FROM documents
       WHERE tenant_id = $1 AND (title || ' ' || body) ILIKE $2 ORDER BY id LIMIT $3 OFFSET $4`,
      [this.#tenant, `%${text}%`, limit, offset],
    );
    return rows;
  }

  async count(text: string): Promise<number> {
    const { rows } = await this.#pool.query<{ count: string }>(
      `SELECT count(*) FROM documents WHERE tenant_id = $1 AND (title || ' ' || body) ILIKE $2`,
      [this.#tenant, `%${text}%`],
    );
    return Number(rows[0]?.count ?? 0);
  }
}

function only(rows: Document[], id: number): Document {
  const [document] = rows;
  if (!document) throw new DocumentNotFound(id);
  return document;
}

export const getDocument = (session: Session, args: { id: number }) =>
  new DocumentsOf(pool, session).find(args.id);

export const updateDocument = (
  session: Session,
  args: { id: number; title?: string; body?: string },
) => new DocumentsOf(pool, session).change(args.id, args.title, args.body);

export const deleteDocument = (session: Session, args: { id: number }) =>
  new DocumentsOf(pool, session).remove(args.id);

export async function listDocuments(
  session: Session,
  {
    search = '',
    limit = 20,
    offset = 0,
  }: { search?: string; limit?: number; offset?: number } = {},
) {
  const documents = new DocumentsOf(pool, session);
  return {
    documents: await documents.search(search, limit, offset),
    total: await documents.count(search),
  };
}
