/**
 * Isolation tests for vitest and pg, from the lesson "Superusers and owners walk past" of Leakproof.
 *
 * They prove that the login in your application's DATABASE_URL is bound by row-level security: that
 * it is exempt by no attribute, owns none of the tables below and can become nobody who is exempt
 * or does; and that through it a tenant reaches its own rows and nobody else's. All of it happens in
 * one transaction that is rolled back. They prove nothing of a table that is not listed.
 *
 *   npm i -D vitest pg @types/pg && DATABASE_URL=postgres://… npx vitest run isolation.test.ts
 */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Names to change ---------------------------------------------------------------------------------

/** A database for tests, with the login that your application has in production. */
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

/** Each table with rows of tenants, and how one is written: $1 is its tenant. */
const TABLES: readonly Table[] = [
  {
    name: 'notes',
    tenant: 'tenant_id',
    text: 'body',
    insert: `INSERT INTO notes (tenant_id, body) VALUES ($1, 'body')`,
  },
  {
    name: 'tool_calls',
    tenant: 'tenant_id',
    text: 'input',
    insert: `INSERT INTO tool_calls (tenant_id, tool, input) VALUES ($1, 'tool', '{}')`,
  },
];

// Nothing below this line needs a change---------------------------------------------------

interface Table {
  readonly name: string;
  readonly tenant: string;
  readonly text: string;
  readonly insert: string;
}

/** How many rows a statement reached, or the SQLSTATE that refused it. */
type Outcome = { readonly rows: number | null } | { readonly refused: string | undefined };

const REFUSED: Outcome = { refused: '42501' };

const client = new Client({ connectionString: DATABASE_URL });

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
    // Acme has two rows in each table, Globex three.
    for (const tenant of [ACME, ACME, GLOBEX, GLOBEX, GLOBEX]) {
      await become(tenant);
      await client.query(insert, [tenant]);
    }
  }
});

afterAll(async () => {
  await client.query('ROLLBACK');
  await client.end();
});

test('the application is no superuser, and has neither BYPASSRLS nor CREATEROLE', async () => {
  const { rows } = await client.query(
    'SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false }]);
});

test('the application can become nobody whom row-level security does not bind', async () => {
  const { rows } = await client.query(
    `SELECT rolname FROM pg_roles
     WHERE (rolsuper OR rolbypassrls) AND pg_has_role(oid, 'MEMBER')`,
  );
  expect(rows).toEqual([]);
});

describe.each(TABLES)('$name', ({ name, tenant, text, insert }) => {
  const update = `UPDATE ${name} SET ${text} = 'x'`;
  const give = `UPDATE ${name} SET ${tenant} = $1`;

  test('the application does not own it, and cannot become who does', async () => {
    const { rows } = await client.query(
      `SELECT pg_has_role(relowner, 'MEMBER') AS owns FROM pg_class WHERE oid = $1::regclass`,
      [name],
    );
    expect(rows).toEqual([{ owns: false }]);
  });

  // Where nobody reaches anything, every test after these would hold as well.
  test('a tenant reads and writes its own rows', async () => {
    await become(ACME);
    const { rows } = await client.query(`SELECT ${tenant} AS tenant FROM ${name}`);
    expect(rows).toEqual([{ tenant: ACME }, { tenant: ACME }]);
    expect(await attempt(ACME, insert, [ACME])).toEqual({ rows: 1 });
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
    expect(await attempt(ACME, insert, [GLOBEX])).toEqual(REFUSED);
  });

  test('giving a row to another tenant is refused', async () => {
    expect(await attempt(ACME, give, [GLOBEX])).toEqual(REFUSED);
  });

  test('a tenant makes no row of another its own', async () => {
    // Refused where the application may not write the column at all.
    expect([{ rows: 2 }, REFUSED]).toContainEqual(await attempt(ACME, give, [ACME]));
  });

  test('with an empty tenant nothing is read and nothing deleted', async () => {
    expect(await attempt('', `SELECT FROM ${name}`)).toEqual(WITHOUT_TENANT);
    expect(await attempt('', `DELETE FROM ${name}`)).toEqual(WITHOUT_TENANT);
  });
});
