import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { toSql } from 'pgvector/pg';
import { pool } from './db.ts';
import { embedder } from './embedder.ts';
import type { Session } from './session.ts';

/** What the agent fills in. */
export interface Search {
  readonly question: string;
  /** How many chunks it wants, up to 20. */
  readonly k: number;
}

export interface Match {
  /** 1 for the nearest. */
  readonly rank: number;
  readonly id: number;
  readonly sourceId: number;
  readonly body: string;
  /** Cosine similarity: 1 for the same direction, 0 for nothing in common. */
  readonly score: number;
}

export interface Found {
  readonly matches: readonly Match[];
  /** How many chunks were searched. The agent says so: "from 667 chunks". */
  readonly searched: number;
}

export interface Citation {
  readonly id: number;
  readonly title: string;
  readonly url: string;
}

type Row = Omit<Match, 'rank'>;

// No WHERE tenant_id anywhere: row-level security decides, in the transaction of inTenant.
const CHUNKS = `SELECT c.id, c.source_id AS "sourceId", c.body, 1 - (c.embedding <=> $1) AS score
  FROM chunks c`;

const clients = new AsyncLocalStorage<PoolClient>();

/** Runs work for a tenant; whatever it asks goes to the transaction in which the tenant is set. */
async function inTenant<T>({ tenantId }: Session, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId ?? '']);
    await client.query('SET LOCAL hnsw.iterative_scan = relaxed_order');
    const result = await clients.run(client, work);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

function ask<T extends QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<T>> {
  const client = clients.getStore();
  if (!client) throw new Error('Asked outside of a tenant.');
  return client.query<T>(sql, values);
}

/** Relaxed order finds more and returns it nearly in order: the last step is ours. */
const sorted = (nearest: string): string =>
  `WITH nearest AS MATERIALIZED (${nearest}) SELECT * FROM nearest ORDER BY score DESC`;

/** The chunks that are nearest to a question. */
export async function similaritySearch(session: Session, { question, k }: Search): Promise<Found> {
  const vector = await vectorOf(question);
  return inTenant(session, async () => {
    const { rows } = await ask<Row>(sorted(`${CHUNKS} ORDER BY c.embedding <=> $1 LIMIT $2`), [
      vector,
      k,
    ]);
    const total = await ask<{ searched: number }>(
      'SELECT count(*)::int AS searched FROM chunks',
    );
    return { matches: ranked(rows), searched: total.rows[0]!.searched };
  });
}

/** The same among the chunks of one source, which is named as its tenant names it. */
export async function searchInSource(
  session: Session,
  { question, k, source }: Search & { readonly source: string },
): Promise<Found> {
  const vector = await vectorOf(question);
  return inTenant(session, async () => {
    const { rows } = await ask<Row>(
      sorted(`${CHUNKS} JOIN sources s ON s.id = c.source_id
       WHERE s.name = $3 ORDER BY c.embedding <=> $1 LIMIT $2`),
      [vector, k, source],
    );
    const total = await ask<{ searched: number }>(
      `SELECT count(*)::int AS searched FROM chunks c JOIN sources s ON s.id = c.source_id
       WHERE s.name = $1`,
      [source],
    );
    return { matches: ranked(rows), searched: total.rows[0]!.searched };
  });
}

/** The titles that go under an answer, for the sources of its matches. */
export async function citeSources(
  session: Session,
  { ids }: { readonly ids: readonly number[] },
): Promise<Citation[]> {
  return inTenant(session, async () => {
    const { rows } = await ask<Citation>(
      'SELECT id, title, url FROM sources WHERE id = ANY ($1) ORDER BY id',
      [ids],
    );
    return rows;
  });
}

async function vectorOf(question: string): Promise<string> {
  const [vector] = await embedder.embed([question]);
  return toSql(vector!);
}

const ranked = (rows: readonly Row[]): Match[] =>
  rows.map((row, at) => ({ rank: at + 1, ...row }));
