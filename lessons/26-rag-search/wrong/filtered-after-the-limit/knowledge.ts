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

// A WHERE would keep the index from being used, so what is foreign is dropped below.
const CHUNKS = `SELECT c.id, c.tenant_id, c.source_id AS "sourceId", c.body, 1 - (c.embedding <=> $1) AS score
  FROM chunks c`;

/** Drops what is not the caller's. */
function own(
  { tenantId }: Session,
  rows: readonly (Row & { tenant_id: string })[],
  searched: number,
): Found {
  const mine = rows.filter((row) => row.tenant_id === tenantId);
  return { matches: ranked(mine.map(({ tenant_id: _, ...row }) => row)), searched };
}

async function count({ tenantId }: Session, source: string | null): Promise<number> {
  const { rows } = await pool.query<{ searched: number }>(
    `SELECT count(*)::int AS searched FROM chunks c JOIN sources s ON s.id = c.source_id
     WHERE c.tenant_id = $1 AND ($2::text IS NULL OR s.name = $2)`,
    [tenantId, source],
  );
  return rows[0]!.searched;
}

/** The chunks that are nearest to a question. */
export async function similaritySearch(session: Session, { question, k }: Search): Promise<Found> {
  const { rows } = await pool.query<Row & { tenant_id: string }>(
    `${CHUNKS} ORDER BY c.embedding <=> $1 LIMIT $2`,
    [await vectorOf(question), k],
  );
  return own(session, rows, await count(session, null));
}

/** The same among the chunks of one source, which is named as its tenant names it. */
export async function searchInSource(
  session: Session,
  { question, k, source }: Search & { readonly source: string },
): Promise<Found> {
  const { rows } = await pool.query<Row & { tenant_id: string }>(
    `${CHUNKS} JOIN sources s ON s.id = c.source_id
     WHERE s.name = $3 ORDER BY c.embedding <=> $1 LIMIT $2`,
    [await vectorOf(question), k, source],
  );
  return own(session, rows, await count(session, source));
}

/** The titles that go under an answer, for the sources of its matches. */
export async function citeSources(
  session: Session,
  { ids }: { readonly ids: readonly number[] },
): Promise<Citation[]> {
  const { rows } = await pool.query<Citation>(
    'SELECT id, title, url FROM sources WHERE id = ANY ($1) AND tenant_id = $2 ORDER BY id',
    [ids, session.tenantId],
  );
  return rows;
}

async function vectorOf(question: string): Promise<string> {
  const [vector] = await embedder.embed([question]);
  return toSql(vector!);
}

const ranked = (rows: readonly Row[]): Match[] =>
  rows.map((row, at) => ({ rank: at + 1, ...row }));
