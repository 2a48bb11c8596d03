import type { PoolClient } from 'pg';
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

/** Runs work in a transaction in which the tenant is set. It ends with it, and so does the setting. */
async function withTenant<T>(
  session: Session,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [session.tenantId ?? '']);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function find(
  session: Session,
  question: string,
  k: number,
  source: string | null,
): Promise<Found> {
  const vector = await vectorOf(question);
  return withTenant(session, async (client) => {
    const { rows } = await client.query<Row>('SELECT * FROM nearest_chunks($1, $2, $3)', [
      vector,
      k,
      source,
    ]);
    const total = await client.query<{ searched: number }>('SELECT count_chunks($1) AS searched', [
      source,
    ]);
    return { matches: ranked(rows), searched: total.rows[0]!.searched };
  });
}

/** The chunks that are nearest to a question. */
export async function similaritySearch(session: Session, { question, k }: Search): Promise<Found> {
  return find(session, question, k, null);
}

/** The same among the chunks of one source, which is named as its tenant names it. */
export async function searchInSource(
  session: Session,
  { question, k, source }: Search & { readonly source: string },
): Promise<Found> {
  return find(session, question, k, String(source));
}

/** The titles that go under an answer, for the sources of its matches. */
export async function citeSources(
  session: Session,
  { ids }: { readonly ids: readonly number[] },
): Promise<Citation[]> {
  return withTenant(session, async (client) => {
    const { rows } = await client.query<Citation>(
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
