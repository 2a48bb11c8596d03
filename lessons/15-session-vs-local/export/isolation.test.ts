/**
 * Isolation tests for vitest and pg, from the lesson "Session or local" of Leakproof.
 *
 * They prove that no request leaves its tenant on a pooled connection, whether it returns, returns
 * early or throws, and that requests of two tenants at once each see their own rows. They prove
 * nothing of a function that is not in the adapter below, nor of the policies themselves. Run them
 * through your pooler where you have one, in the mode that you run it in.
 *
 *   npm i -D vitest pg @types/pg && DATABASE_URL=postgres://… npx vitest run isolation.test.ts
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** Your own pool, which reads its address from the environment, and your own functions. */
import { pool } from './db.ts';
import { createInvoice, exportInvoices, listInvoices } from './invoices.ts';

/** The setting that your policies read. */
const SETTING = 'app.tenant_id';

/** A statement that counts the rows of whoever is asking. */
const VISIBLE = 'SELECT count(*)::int AS visible FROM invoices';

/** Removes what a tenant has, in its own context. */
const CLEAR = 'DELETE FROM invoices';

/** How your functions are called for a tenant. */
const by = (tenantId: string) => ({
  /** Writes a row that is known by its name. */
  write: (name: string): Promise<unknown> =>
    createInvoice({ tenantId }, { customer: name, cents: 100, note: 'test', year: 2024 }),
  /** The names of the rows it sees. */
  read: async (): Promise<string[]> =>
    (await listInvoices({ tenantId })).map(({ customer }) => customer),
  /** Returns before its last statement. */
  early: (): Promise<unknown> => exportInvoices({ tenantId }, 1901),
  /** Everything it has, with nothing left out. */
  all: (): Promise<unknown> => exportInvoices({ tenantId }, 2024),
  /** Is refused by the database, in the middle of its work. */
  fail: (): Promise<unknown> =>
    createInvoice({ tenantId }, { customer: 'x', cents: -1, note: 'test', year: 2024 }),
});

/** The SQLSTATE with which it is refused. */
const FAILS_WITH = '23514';

// Nothing below this line needs a change -------------------------------------------------------------

/** Two tenants whose ids begin and end alike. */
const ACME = randomUUID();
const GLOBEX = `${ACME.slice(0, 17)}${ACME[17] === '0' ? '1' : '0'}${ACME.slice(18)}`;

/** What is left on the connections of the pool, all of them, for whoever comes without a tenant. */
async function left(): Promise<unknown[]> {
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  try {
    const found: unknown[] = [];
    for (const client of clients) {
      const { rows } = await client.query(`${VISIBLE}`);
      const { rows: set } = await client.query<{ tenant: string | null }>(
        'SELECT current_setting($1, true) AS tenant',
        [SETTING],
      );
      found.push({ ...rows[0], tenant: set[0]?.tenant ?? '' });
    }
    return found;
  } finally {
    for (const client of clients) client.release();
  }
}

const nothing = (): unknown[] =>
  Array.from({ length: pool.options.max }, () => ({ visible: 0, tenant: '' }));

beforeAll(async () => {
  await by(ACME).write('a1');
  await by(GLOBEX).write('g1');
  await by(GLOBEX).write('g2');
});

afterAll(async () => {
  for (const tenant of [ACME, GLOBEX]) {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT set_config($1, $2, true)', [SETTING, tenant]);
    await client.query(CLEAR);
    await client.query('COMMIT');
    client.release();
  }
  await pool.end();
});

// Where a tenant sees nothing, every test after this one would hold as well.
test('each tenant sees its own rows and no others', async () => {
  expect(await by(ACME).read()).toEqual(['a1']);
  expect(await by(GLOBEX).read()).toEqual(['g1', 'g2']);
});

test('a request that returns leaves no tenant behind', async () => {
  await by(GLOBEX).read();
  expect(await left()).toEqual(nothing());
  await by(GLOBEX).all();
  expect(await left()).toEqual(nothing());
});

test('a request that returns early leaves no tenant behind', async () => {
  expect(await by(GLOBEX).early()).toBeNull();
  expect(await left()).toEqual(nothing());
});

test('a request that throws leaves no tenant behind, and nothing of its work', async () => {
  await expect(by(GLOBEX).fail()).rejects.toMatchObject({ code: FAILS_WITH });
  expect(await left()).toEqual(nothing());
  expect(await by(GLOBEX).read()).toEqual(['g1', 'g2']);
});

test('requests of two tenants at once each see their own rows', async () => {
  const seen = await Promise.all(
    Array.from({ length: 40 }, (_, at) => by(at % 2 === 0 ? ACME : GLOBEX).read()),
  );
  expect(seen).toEqual(seen.map((_, at) => (at % 2 === 0 ? ['a1'] : ['g1', 'g2'])));
  expect(await left()).toEqual(nothing());
});
