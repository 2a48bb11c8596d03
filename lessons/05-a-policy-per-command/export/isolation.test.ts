/**
 * Isolation tests for vitest and pg, from the lesson "A policy per command" of Leakproof.
 *
 * They prove that in every table listed below a tenant reads, changes, deletes and writes its own
 * rows and nobody else's, can neither give a row away nor take one over, and that with an empty
 * tenant there is nothing to reach: through the login of your application, in one transaction that
 * is rolled back. They prove nothing of a table that is not listed, nor that your code sets the
 * right tenant; what happens where none was ever set, the pgTAP file asks.
 *
 *   npm i -D vitest pg @types/pg && DATABASE_URL=postgres://… npx vitest run isolation.test.ts
 */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** A database for tests, with the login of your application: never a superuser's. */
const DATABASE_URL = process.env.DATABASE_URL ?? 'postgres://app_user@localhost:5432/app_test';

/** The setting that your policies read. */
const SETTING = 'app.tenant_id';

/**
 * Two tenants that own nothing yet, whose ids begin and end alike. Where tenant_id is a foreign key,
 * insert them in beforeAll.
 */
const ACME = randomUUID();
const GLOBEX = `${ACME.slice(0, 17)}${ACME[17] === '0' ? '1' : '0'}${ACME.slice(18)}`;

/** What comes of a statement with an empty tenant: 0 rows, or the SQLSTATE your policies raise. */
const WITHOUT_TENANT: Outcome = { rows: 0 };

/** Each table with rows of tenants, and how one is written: $1 is its key, $2 its tenant. */
const TABLES: readonly Table[] = [
  {
    name: 'documents',
    key: 'id',
    tenant: 'tenant_id',
    text: 'body',
    insert: `INSERT INTO documents (id, tenant_id, title, body) VALUES ($1, $2, 'title', 'body')`,
  },
  {
    name: 'reports',
    key: 'id',
    tenant: 'tenant_id',
    text: 'summary',
    insert: `INSERT INTO reports (id, tenant_id, summary) VALUES ($1, $2, 'summary')`,
  },
  {
    name: 'tool_calls',
    key: 'id',
    tenant: 'tenant_id',
    text: 'arguments',
    insert: `INSERT INTO tool_calls (id, tenant_id, tool, arguments) VALUES ($1, $2, 'tool', '{}')`,
  },
];

// Nothing below this line needs a change, unless your keys are no uuids ------------------------------

interface Table {
  readonly name: string;
  readonly key: string;
  readonly tenant: string;
  readonly text: string;
  readonly insert: string;
}

/** How many rows a statement reached, or the SQLSTATE that refused it. */
type Outcome = { readonly rows: number | null } | { readonly refused: string | undefined };

const REFUSED: Outcome = { refused: '42501' };

const client = new Client({ connectionString: DATABASE_URL });
/** Acme has two rows in each table, Globex three. */
const acmes = [randomUUID(), randomUUID()];
const globexes = [randomUUID(), randomUUID(), randomUUID()];

async function become(tenant: string): Promise<void> {
  await client.query('SELECT set_config($1, $2, true)', [SETTING, tenant]);
}

/** What comes of a statement in a tenant's context. It is undone. */
async function attempt(tenant: string, sql: string, values: string[] = []): Promise<Outcome> {
  await client.query('SAVEPOINT attempt');
  try {
    await become(tenant);
    return { rows: (await client.query(sql, values)).rowCount };
  } catch (error) {
    return { refused: (error as { code?: string }).code };
  } finally {
    await client.query('ROLLBACK TO attempt');
  }
}

beforeAll(async () => {
  await client.connect();
  await client.query('BEGIN');
  for (const { insert } of TABLES) {
    await become(ACME);
    for (const key of acmes) await client.query(insert, [key, ACME]);
    await become(GLOBEX);
    for (const key of globexes) await client.query(insert, [key, GLOBEX]);
  }
});

afterAll(async () => {
  await client.query('ROLLBACK');
  await client.end();
});

test('the application is no superuser, and has no BYPASSRLS', async () => {
  const { rows } = await client.query(
    'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
});

describe.each(TABLES)('$name', ({ name, key, tenant, text, insert }) => {
  const update = `UPDATE ${name} SET ${text} = 'x'`;
  const give = `UPDATE ${name} SET ${tenant} = $1`;
  const upsert = `${insert} ON CONFLICT (${key}) DO UPDATE SET ${tenant} = $3`;

  test('the application does not own it, and cannot become who does', async () => {
    const { rows } = await client.query(
      `SELECT pg_has_role(relowner, 'MEMBER') AS owns FROM pg_class WHERE oid = $1::regclass`,
      [name],
    );
    expect(rows).toEqual([{ owns: false }]);
  });

  // Where nobody reaches anything, every test after these would hold as well.
  test('a tenant reads, changes and writes its own rows', async () => {
    const { rows } = await (async () => {
      await become(ACME);
      return client.query(`SELECT ${key} AS key FROM ${name} ORDER BY 1`);
    })();
    expect(rows).toEqual([...acmes].sort().map((own) => ({ key: own })));
    expect(await attempt(ACME, `${update} WHERE ${key} = $1`, acmes.slice(0, 1))).toEqual({
      rows: 1,
    });
    expect(await attempt(ACME, insert, [randomUUID(), ACME])).toEqual({ rows: 1 });
  });

  // Without a WHERE: one that reads a column has the policy for SELECT asked as well.
  test('a tenant changes all of its own rows and no other', async () => {
    expect(await attempt(ACME, update)).toEqual({ rows: 2 });
  });

  test('a tenant deletes all of its own rows and no other', async () => {
    expect(await attempt(ACME, `DELETE FROM ${name}`)).toEqual({ rows: 2 });
  });

  test('TRUNCATE, which asks no policy, is refused', async () => {
    expect(await attempt(ACME, `TRUNCATE ${name}`)).toEqual(REFUSED);
  });

  test('a row for another tenant is refused', async () => {
    expect(await attempt(ACME, insert, [randomUUID(), GLOBEX])).toEqual(REFUSED);
  });

  test('giving a row to another tenant is refused', async () => {
    expect(await attempt(ACME, give, [GLOBEX])).toEqual(REFUSED);
    expect(await attempt(ACME, upsert, [acmes[0]!, ACME, GLOBEX])).toEqual(REFUSED);
  });

  test('a tenant makes no row of another its own', async () => {
    // Refused where the application may not write the column at all.
    expect([{ rows: 2 }, REFUSED]).toContainEqual(await attempt(ACME, give, [ACME]));
    expect(await attempt(ACME, upsert, [globexes[0]!, ACME, ACME])).toEqual(REFUSED);
  });

  test('with an empty tenant nothing is read and nothing deleted', async () => {
    expect(await attempt('', `SELECT FROM ${name}`)).toEqual(WITHOUT_TENANT);
    expect(await attempt('', `DELETE FROM ${name}`)).toEqual(WITHOUT_TENANT);
  });
});
