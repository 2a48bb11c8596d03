/**
 * Isolation tests for vitest and pg, from the lesson "The missing predicate" of Leakproof.
 *
 * They prove that your functions give, change and delete a document only for its own tenant, that a
 * list and its total count nobody else's, and that another tenant's id gets the same answer as an
 * id that nobody has. They prove nothing of a function that is not in the adapter below.
 *
 *   npm i -D vitest pg @types/pg && DATABASE_URL=postgres://… npx vitest run isolation.test.ts
 */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** Your own functions. */
import { deleteDocument, getDocument, listDocuments, updateDocument } from './tools.ts';

/** A database for tests: what your functions connect to, with a login that may write rows. */
const DATABASE_URL = process.env.DATABASE_URL ?? 'postgres://app_user@localhost:5432/app_test';

/** How your functions are called for a tenant. */
const by = (tenantId: string) => {
  const session = { tenantId, user: 'test@example.com' };
  return {
    get: (id: number): Promise<unknown> => getDocument(session, { id }),
    update: (id: number, title: string): Promise<unknown> => updateDocument(session, { id, title }),
    delete: (id: number): Promise<unknown> => deleteDocument(session, { id }),
    list: (args: { search?: string; limit?: number }) => listDocuments(session, args),
  };
};

/** The table, and how rows get into it and out of it. */
const INSERT = 'INSERT INTO documents (tenant_id, title, body) VALUES ($1, $2, $3) RETURNING id';
const READ = 'SELECT tenant_id, title, body FROM documents WHERE id = $1';
const CLEAR = 'DELETE FROM documents WHERE tenant_id = ANY ($1)';

/** An id that nobody has. */
const ABSENT = 2_000_000_000;

// Nothing below this line needs a change -------------------------------------------------------------

const client = new Client({ connectionString: DATABASE_URL });
/** Two tenants whose ids begin and end alike. */
const ACME = randomUUID();
const GLOBEX = `${ACME.slice(0, 17)}${ACME[17] === '0' ? '1' : '0'}${ACME.slice(18)}`;
const SECRET = 'globex-secret';
let own = 0;
let foreign = 0;

/** What a call comes to, whether it returns or throws, with its id taken out of all its texts. */
async function answer(id: number, call: (id: number) => Promise<unknown>): Promise<string> {
  const outcome = await call(id).then(
    (value) => ({ returned: value ?? null }),
    (error: unknown) => {
      const { name, message } = error as Error;
      return { threw: { name, message, ...(error as object) } };
    },
  );
  return JSON.stringify(outcome).replaceAll(new RegExp(`\\b${id}\\b`, 'g'), '#');
}

async function insert(tenant: string, title: string, body: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>(INSERT, [tenant, title, body]);
  return rows[0]!.id;
}

const rowOf = async (id: number): Promise<unknown> => (await client.query(READ, [id])).rows[0];

beforeAll(() => client.connect());
beforeEach(async () => {
  await client.query(CLEAR, [[ACME, GLOBEX]]);
  // First, so that a page of one row would be its.
  foreign = await insert(GLOBEX, 'foreign', SECRET);
  own = await insert(ACME, 'own', 'of acme');
});
afterAll(async () => {
  await client.query(CLEAR, [[ACME, GLOBEX]]);
  await client.end();
});

// Where a tenant reaches nothing, every test after these would hold as well.
test('a tenant opens, edits, lists and deletes its own', async () => {
  expect(await by(ACME).get(own)).toMatchObject({ id: own, title: 'own', body: 'of acme' });
  expect(await by(ACME).update(own, 'edited')).toMatchObject({ id: own, title: 'edited' });
  expect(await rowOf(own)).toEqual({ tenant_id: ACME, title: 'edited', body: 'of acme' });
  const { documents, total } = await by(ACME).list({ limit: 1 });
  expect(documents.map(({ id }) => id)).toEqual([own]);
  expect(total).toBe(1);
  await by(ACME).delete(own);
  expect(await rowOf(own)).toBeUndefined();
});

test('another tenant’s id opens what an id of nobody opens', async () => {
  const { get } = by(ACME);
  expect(await answer(foreign, get)).toBe(await answer(ABSENT, get));
  // What one tenant was refused is still there for its owner.
  expect(await by(GLOBEX).get(foreign)).toMatchObject({ title: 'foreign' });
});

test('another tenant’s id is edited as an id of nobody is, and its row stays as it was', async () => {
  const update = (id: number): Promise<unknown> => by(ACME).update(id, 'taken');
  expect(await answer(foreign, update)).toBe(await answer(ABSENT, update));
  expect(await rowOf(foreign)).toEqual({ tenant_id: GLOBEX, title: 'foreign', body: SECRET });
});

test('another tenant’s id is deleted as an id of nobody is, and its row stays', async () => {
  const remove = (id: number): Promise<unknown> => by(ACME).delete(id);
  expect(await answer(foreign, remove)).toBe(await answer(ABSENT, remove));
  expect(await rowOf(foreign)).toEqual({ tenant_id: GLOBEX, title: 'foreign', body: SECRET });
});

test('two tenants at once each open their own, and only one of them the same id', async () => {
  const both = await Promise.all([by(ACME).get(own), by(GLOBEX).get(foreign)]);
  expect(both).toMatchObject([{ title: 'own' }, { title: 'foreign' }]);
  // And for the same id, of which only one of them is the owner.
  const [theirs, ours] = await Promise.all([
    by(GLOBEX).get(foreign),
    answer(foreign, by(ACME).get),
  ]);
  expect(theirs).toMatchObject({ title: 'foreign' });
  expect(ours).toBe(await answer(ABSENT, by(ACME).get));
});

test('a search finds nobody else’s, and does not count it', async () => {
  const { documents, total } = await by(ACME).list({ search: SECRET });
  expect(documents).toEqual([]);
  expect(total).toBe(0);
});
