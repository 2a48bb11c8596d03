/** A sound answer, with something changed. */
export interface Variant {
  readonly name: string;
  /** The check that has to fail; null where all have to pass. */
  readonly fails: string | null;
  /** A wrong answer that fails there too, whose explanation would mislead. */
  readonly unlike?: string;
  /** Replacements in knowledge.ts. */
  readonly knowledge?: readonly (readonly [string, string])[];
  /** Replacements in policies.sql. */
  readonly policies?: readonly (readonly [string, string])[];
  /** SQL that comes after them. */
  readonly then?: string;
}

const SET = `await client.query("SELECT set_config('app.tenant_id', $1, true)", [session.tenantId ?? '']);`;
const KEEP = 'await client.query(KEEP_LOOKING);';
const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const ON_CHUNKS = `CREATE POLICY tenant_isolation ON chunks
  USING (tenant_id = ${TENANT});`;
const ON_SOURCES = `CREATE POLICY tenant_isolation ON sources
  USING (tenant_id = ${TENANT});`;
const SIMILAR =
  'export async function similaritySearch(session: Session, { question, k }: Search): Promise<Found> {\n';
const COUNT_IN_SOURCE =
  '    const total = await client.query<{ searched: number }>(\n      `SELECT';

export const SOUND: readonly Variant[] = [
  {
    name: 'a transaction that may only read, and is rolled back in the end',
    fails: null,
    knowledge: [
      ["client.query('BEGIN')", "client.query('BEGIN READ ONLY')"],
      ["client.query('COMMIT')", "client.query('ROLLBACK')"],
    ],
  },
  {
    name: 'SET LOCAL with an escaped literal',
    fails: null,
    knowledge: [
      [
        SET,
        `if (session.tenantId) await client.query('SET LOCAL app.tenant_id = ' + client.escapeLiteral(session.tenantId));`,
      ],
    ],
  },
  {
    name: 'exact search, by a setting of the planner',
    fails: null,
    knowledge: [[KEEP, `await client.query('SET LOCAL enable_indexscan = off');`]],
  },
  {
    name: 'no HNSW index, and one on the tenant',
    fails: null,
    knowledge: [[KEEP, '']],
    then: 'DROP INDEX chunks_embedding; CREATE INDEX ON chunks (tenant_id);',
  },
  {
    name: 'a cache by tenant and question',
    fails: null,
    knowledge: [
      [
        SIMILAR,
        `const answers = new Map<string, Promise<Found>>();
export function similaritySearch(session: Session, search: Search): Promise<Found> {
  const key = JSON.stringify([session.tenantId, search.question, search.k]);
  const known = answers.get(key) ?? find(session, search);
  answers.set(key, known);
  known.catch(() => answers.delete(key));
  return known;
}
async function find(session: Session, { question, k }: Search): Promise<Found> {\n`,
      ],
    ],
  },
  {
    name: 'k is checked, and a source that the tenant has not is refused',
    fails: null,
    knowledge: [
      [
        SIMILAR,
        `${SIMILAR}  if (!Number.isInteger(k) || k < 1) throw new Error('k is 1 to 20.');\n`,
      ],
      [
        COUNT_IN_SOURCE,
        `    const known = await client.query('SELECT FROM sources WHERE name = $1', [source]);
    if (known.rowCount === 0) throw new Error('There is no such source.');\n${COUNT_IN_SOURCE}`,
      ],
    ],
  },
  {
    name: 'chunks follow their source',
    fails: null,
    policies: [
      [
        ON_CHUNKS,
        'CREATE POLICY tenant_isolation ON chunks USING ((tenant_id, source_id) IN (SELECT s.tenant_id, s.id FROM sources s));',
      ],
    ],
  },
  {
    name: 'another setting, on both sides',
    fails: null,
    knowledge: [[`'app.tenant_id'`, `'rag.tenant'`]],
    policies: [
      [`'app.tenant_id'`, `'rag.tenant'`],
      [`'app.tenant_id'`, `'rag.tenant'`],
    ],
  },
  {
    name: 'a view, whose owner is bound',
    fails: null,
    knowledge: [['FROM chunks c`;', 'FROM searchable c`;']],
    then: 'CREATE VIEW searchable AS SELECT * FROM chunks;',
  },
  {
    name: 'a policy that raises where no tenant is set',
    fails: null,
    policies: [
      [
        ON_CHUNKS,
        `CREATE FUNCTION required_tenant() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF coalesce(current_setting('app.tenant_id', true), '') = '' THEN RAISE EXCEPTION 'no tenant'; END IF;
  RETURN current_setting('app.tenant_id')::uuid;
END $$;
CREATE POLICY tenant_isolation ON chunks USING (tenant_id = (SELECT required_tenant()));`,
      ],
    ],
  },
];

export const UNSOUND: readonly Variant[] = [
  {
    name: 'a total that is counted once, for whoever asks first',
    fails: 'own-nearest',
    unlike: 'total-of-the-table',
    knowledge: [
      ['type Row =', 'let corpus: number | null = null;\n\ntype Row ='],
      [
        'return { matches: ranked(rows), searched: total.rows[0]!.searched };',
        'corpus ??= total.rows[0]!.searched;\n    return { matches: ranked(rows), searched: corpus };',
      ],
    ],
  },
  {
    name: 'a policy that compares with <>',
    fails: 'database-holds',
    policies: [[ON_CHUNKS, ON_CHUNKS.replace('tenant_id =', 'tenant_id <>')]],
  },
  {
    name: 'the first digits of the tenant’s id',
    fails: 'database-holds',
    policies: [
      [
        ON_CHUNKS,
        ON_CHUNKS.replace('tenant_id =', 'left(tenant_id::text, 8) = left((').replace(
          ');',
          ')::text, 8));',
        ),
      ],
    ],
  },
  {
    name: 'open where the setting was never set',
    fails: 'never-set',
    policies: [
      [ON_CHUNKS, ON_CHUNKS.replace(');', ` OR current_setting('app.tenant_id', true) IS NULL);`)],
    ],
  },
  {
    name: 'a policy for UPDATE that lets everything through',
    fails: 'database-writes',
    then: 'CREATE POLICY touch ON chunks FOR UPDATE USING (true);',
  },
  {
    name: 'sources for anybody to plant',
    fails: 'database-writes',
    then: 'CREATE POLICY import ON sources FOR INSERT WITH CHECK (true);',
  },
  {
    name: 'no policy on sources: nobody is cited',
    fails: 'own-cited',
    policies: [[ON_SOURCES, '']],
  },
  {
    name: 'all of a tenant’s sources cited, whichever it asked for',
    fails: 'own-cited',
    knowledge: [['WHERE id = ANY ($1)', 'WHERE (id = ANY ($1) OR true)']],
  },
  {
    name: 'a copy of the chunks that is left behind',
    fails: 'nothing-around',
    then: 'ALTER TABLE chunks NO FORCE ROW LEVEL SECURITY; CREATE TABLE chunks_old AS SELECT * FROM chunks; ALTER TABLE chunks FORCE ROW LEVEL SECURITY;',
  },
  {
    name: 'a value for the session, in a transaction that sets it each time',
    fails: 'nothing-left-behind',
    knowledge: [[SET, SET.replace('true', 'false')]],
  },
  {
    name: 'sources for anybody to delete, and their chunks with them',
    fails: 'database-writes',
    then: 'CREATE POLICY tidy ON sources FOR DELETE USING (true);',
  },
  {
    name: 'a tenant at module level',
    fails: 'in-flight-together',
    knowledge: [
      ['/** Runs work', 'let current: string | null = null;\n/** Runs work'],
      [
        '  const client = await pool.connect();',
        '  current = session.tenantId;\n  const client = await pool.connect();',
      ],
      [`session.tenantId ?? ''`, `current ?? ''`],
    ],
  },
  {
    name: 'a total that is asked past the transaction',
    fails: 'own-nearest',
    knowledge: [['const total = await client.query', 'const total = await pool.query']],
  },
  {
    name: 'citations remembered by their ids',
    fails: 'citations-apart',
    knowledge: [
      ['/** The titles', 'const cited = new Map<string, Citation[]>();\n/** The titles'],
      [
        '  return withTenant(session, async (client) => {\n    const { rows } = await client.query<Citation>',
        '  const known = cited.get(ids.join());\n  if (known) return known;\n  return withTenant(session, async (client) => {\n    const { rows } = await client.query<Citation>',
      ],
      ['    return rows;\n', '    cited.set(ids.join(), rows);\n    return rows;\n'],
    ],
  },
  {
    name: 'a total of all its sources, whichever it is narrowed to',
    fails: 'own-in-source',
    knowledge: [['WHERE s.name = $1', 'WHERE s.name >= $1 OR s.name < $1']],
  },
  {
    name: 'the furthest first',
    fails: 'own-nearest',
    knowledge: [
      [
        '`${CHUNKS} ORDER BY c.embedding <=> $1 LIMIT',
        '`${CHUNKS} ORDER BY c.embedding <=> $1 DESC LIMIT',
      ],
    ],
  },
  {
    name: 'the distance for a score',
    fails: 'between-the-lines',
    knowledge: [['1 - (c.embedding <=> $1) AS score', 'c.embedding <=> $1 AS score']],
  },
  {
    name: 'an error that says which sources others have',
    fails: 'between-the-lines',
    knowledge: [
      [
        COUNT_IN_SOURCE,
        `    const known = await client.query('SELECT FROM names WHERE hash = md5($1)', [source]);
    if (known.rowCount === 0) throw new Error('There is no such source.');\n${COUNT_IN_SOURCE}`,
      ],
    ],
    policies: [
      [
        'ALTER TABLE chunks ENABLE',
        'CREATE MATERIALIZED VIEW names AS SELECT DISTINCT md5(name) AS hash FROM sources;\nALTER TABLE chunks ENABLE',
      ],
    ],
  },
];
