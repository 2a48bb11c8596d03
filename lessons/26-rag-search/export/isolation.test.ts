/**
 * Isolation tests for vitest and pg, from the lesson "The nearest chunk is somebody else's" of
 * Leakproof.
 *
 * They prove that your search finds, counts and cites a tenant's own chunks and nobody else's, even
 * where the question is word for word another tenant's chunk, and that it leaves no tenant on a
 * pooled connection. They prove nothing of a function that is not in the adapter below, nor that a
 * search finds enough: that takes your data and your index.
 *
 *   npm i -D vitest pg @types/pg && DATABASE_URL=postgres://… npx vitest run isolation.test.ts
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** Your own pool, which reads its address from the environment, and your own functions. */
import { pool } from './db.ts';
import { embedder } from './embedder.ts';
import { citeSources, searchInSource, similaritySearch } from './knowledge.ts';

/** The setting that your policies read. */
const SETTING = 'app.tenant_id';

/** How rows get into the tables and out of them, in their tenant's context. */
const INSERT_SOURCE = `INSERT INTO sources (tenant_id, name, title, url)
  VALUES ($1, $2, 'title', 'https://example.com') RETURNING id`;
const INSERT_CHUNK = `INSERT INTO chunks (tenant_id, source_id, audience, body, embedding)
  VALUES ($1, $2, 'everyone', $3, $4)`;
const CLEAR = [
  'DELETE FROM chunks WHERE tenant_id = $1',
  'DELETE FROM sources WHERE tenant_id = $1',
];

/** A statement that counts the chunks of whoever is asking. */
const VISIBLE = 'SELECT count(*)::int AS visible FROM chunks';

/** How your functions are called for a tenant. */
const by = (tenantId: string) => ({
  search: (question: string) => similaritySearch({ tenantId }, { question, k: 10 }),
  searchIn: (source: string, question: string) =>
    searchInSource({ tenantId }, { question, k: 10, source }),
  cite: (ids: number[]) => citeSources({ tenantId }, { ids }),
});

// Nothing below this line needs a change -------------------------------------------------------------

/** Two tenants with a source of the same name each, whose ids begin and end alike. */
const SOURCE = 'runbooks';
const acme = randomUUID();
const globex = `${acme.slice(0, 17)}${acme[17] === '0' ? '1' : '0'}${acme.slice(18)}`;
const ACME = { id: acme, source: 0, bodies: ['restart the mail relay of acme'] };
const GLOBEX = {
  id: globex,
  source: 0,
  bodies: ['the root password of globex is in the red safe', 'globex pays its ransom in may'],
};

async function inTenant(
  tenant: string,
  work: (run: (sql: string, values: unknown[]) => Promise<{ id: number }[]>) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT set_config($1, $2, true)', [SETTING, tenant]);
    await work(async (sql, values) => (await client.query<{ id: number }>(sql, values)).rows);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

beforeAll(async () => {
  for (const tenant of [ACME, GLOBEX])
    await inTenant(tenant.id, async (run) => {
      tenant.source = (await run(INSERT_SOURCE, [tenant.id, SOURCE]))[0]!.id;
      const vectors = await embedder.embed(tenant.bodies);
      for (const [at, body] of tenant.bodies.entries())
        await run(INSERT_CHUNK, [tenant.id, tenant.source, body, JSON.stringify(vectors[at])]);
    });
});

afterAll(async () => {
  for (const { id } of [ACME, GLOBEX])
    await inTenant(id, async (run) => {
      for (const sql of CLEAR) await run(sql, [id]);
    });
  await pool.end();
});

// Where a tenant finds nothing, every test after this one would hold as well.
test('a tenant finds, counts and cites its own', async () => {
  const { matches, searched } = await by(GLOBEX.id).search(GLOBEX.bodies[0]!);
  expect(matches.map(({ body }) => body).sort()).toEqual([...GLOBEX.bodies].sort());
  expect(searched).toBe(2);
  const narrowed = await by(GLOBEX.id).searchIn(SOURCE, GLOBEX.bodies[0]!);
  expect(narrowed.matches[0]?.body).toBe(GLOBEX.bodies[0]);
  expect(narrowed.searched).toBe(2);
  expect((await by(GLOBEX.id).cite([GLOBEX.source])).map(({ id }) => id)).toEqual([GLOBEX.source]);
});

test('a question in another tenant’s own words finds none of its chunks, and counts none', async () => {
  const { matches, searched } = await by(ACME.id).search(GLOBEX.bodies[0]!);
  expect(matches.map(({ body }) => body)).toEqual(ACME.bodies);
  expect(searched).toBe(1);
});

test('a source that is called like another tenant’s is one’s own', async () => {
  const { matches, searched } = await by(ACME.id).searchIn(SOURCE, GLOBEX.bodies[0]!);
  expect(matches.map(({ body }) => body)).toEqual(ACME.bodies);
  expect(searched).toBe(1);
});

test('another tenant’s source is not cited', async () => {
  expect(await by(ACME.id).cite([GLOBEX.source])).toEqual([]);
});

test('no search leaves its tenant on a connection', async () => {
  await by(GLOBEX.id).search('anything');
  await by(GLOBEX.id).searchIn(SOURCE, 'anything');
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  try {
    for (const client of clients)
      expect((await client.query(VISIBLE)).rows).toEqual([{ visible: 0 }]);
  } finally {
    for (const client of clients) client.release();
  }
});
