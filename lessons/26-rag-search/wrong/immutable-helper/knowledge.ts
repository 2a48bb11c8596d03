import type { PoolClient } from 'pg';
import { toSql } from 'pgvector/pg';
import { KEEP_LOOKING, pool } from './db.ts';
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

// No WHERE tenant_id anywhere: row-level security decides, in the transaction of withTenant.
const CHUNKS = `SELECT c.id, c.source_id AS "sourceId", c.body, 1 - (c.embedding <=> $1) AS score
  FROM chunks c`;

/** A tenant's transaction, from its beginning to its one end. */
class TenantTransaction {
  readonly client: PoolClient;

  private constructor(client: PoolClient) {
    this.client = client;
  }

  static async begin(tenantId: string | null): Promise<TenantTransaction> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT set_config($1, $2, true)', ['app.tenant_id', tenantId ?? '']);
      await client.query(KEEP_LOOKING);
      return new TenantTransaction(client);
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Nothing here writes, so there is nothing to commit. A client that cannot end it is thrown away. */
  async end(): Promise<void> {
    try {
      await this.client.query('ROLLBACK');
      this.client.release();
    } catch {
      this.client.release(true);
    }
  }
}

async function withTenant<T>(
  session: Session,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const transaction = await TenantTransaction.begin(session.tenantId);
  try {
    return await work(transaction.client);
  } finally {
    await transaction.end();
  }
}

/** The chunks that are nearest to a question. */
export async function similaritySearch(session: Session, { question, k }: Search): Promise<Found> {
  const vector = await vectorOf(question);
  return withTenant(session, async (client) => {
    const { rows } = await client.query<Row>(`${CHUNKS} ORDER BY c.embedding <=> $1 LIMIT $2`, [
      vector,
      k,
    ]);
    const total = await client.query<{ searched: number }>(
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
  return withTenant(session, async (client) => {
    const { rows } = await client.query<Row>(
      `${CHUNKS} JOIN sources s ON s.id = c.source_id
       WHERE s.name = $3 ORDER BY c.embedding <=> $1 LIMIT $2`,
      [vector, k, source],
    );
    const total = await client.query<{ searched: number }>(
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
