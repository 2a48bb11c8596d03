/** Odd answers that are sound, tried while the lesson was played. */

import { LISTED, LOCAL, transaction, wrapper, type Variant } from './session-vs-local-parts.ts';

const FOUND =
  "const found = await client.query('SELECT FROM invoices WHERE year = $1 LIMIT 1', [year]);";

export const SOUND: readonly Variant[] = [
  {
    name: 'SET LOCAL with an escaped literal, in a transaction',
    expected: 'passed',
    tenant: wrapper(
      transaction({
        set: `if (tenantId !== null) await client.query('SET LOCAL app.tenant_id = ' + client.escapeLiteral(tenantId));`,
      }),
    ),
  },
  {
    name: 'BEGIN and the setting in one text of the simple protocol',
    expected: 'passed',
    tenant: wrapper(
      transaction({
        begin: '',
        set: `await client.query("BEGIN; SELECT set_config('app.tenant_id', " + client.escapeLiteral(tenantId ?? '') + ', true)');`,
      }),
    ),
  },
  {
    name: 'a RESET on top of it',
    expected: 'passed',
    tenant: wrapper(transaction({ atEnd: `await client.query('RESET app.tenant_id');` })),
  },
  {
    name: 'DISCARD ALL on top of it',
    expected: 'passed',
    tenant: wrapper(transaction({ atEnd: `await client.query('DISCARD ALL');` })),
  },
  {
    name: 'a client that is destroyed after each use',
    expected: 'passed',
    tenant: wrapper(transaction({ release: 'client.release(true);' })),
  },
  {
    name: 'BEGIN that is not waited for: the client sends in its order',
    expected: 'passed',
    tenant: wrapper(
      transaction({ begin: `const begun = client.query('BEGIN');`, set: `${LOCAL} await begun;` }),
    ),
  },
  {
    name: 'a COMMIT in the finally, which in a failed transaction is a ROLLBACK',
    expected: 'passed',
    tenant: wrapper(`
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    ${LOCAL}
    return await work(client);
  } finally {
    await client.query('COMMIT');
    client.release();
  }`),
  },
  {
    name: 'promises in a chain, without async and await',
    expected: 'passed',
    tenant: wrapper(`
  return pool.connect().then((client) =>
    client
      .query('BEGIN')
      .then(() => client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]))
      .then(() => work(client))
      .then((result) => client.query('COMMIT').then(() => result))
      .catch((error: Error) =>
        client.query('ROLLBACK').then(() => {
          throw error;
        }),
      )
      .finally(() => client.release()),
  );`),
  },
  {
    name: 'a pool of its own, of one connection',
    expected: 'passed',
    tenant: wrapper(
      transaction(),
      `import { Pool } from 'pg';\nimport { connectionString } from './db.ts';\nconst own = new Pool({ connectionString, max: 1 });`,
    ).replace('await pool.connect()', 'await own.connect()'),
  },
  {
    name: 'a WHERE on top of row-level security',
    expected: 'passed',
    invoices: [
      [
        LISTED,
        LISTED.replace(
          '`SELECT ${COLUMNS} FROM invoices ORDER BY id`',
          '`SELECT ${COLUMNS} FROM invoices WHERE tenant_id = $1 ORDER BY id`, [session.tenantId]',
        ),
      ],
    ],
  },
  {
    name: 'two statements at once on the client',
    expected: 'passed',
    invoices: [
      [
        FOUND,
        `const [found] = await Promise.all([client.query('SELECT FROM invoices WHERE year = $1 LIMIT 1', [year]), client.query('SELECT 1')]);`,
      ],
    ],
  },
  {
    name: 'settings of the connection that are nobody’s',
    expected: 'passed',
    tenant: wrapper(
      transaction(),
      `pool.on('connect', (client) => void client.query("SET statement_timeout = '5s'"));`,
    ),
  },
  {
    name: 'the health check through the wrapper, as nobody',
    expected: 'passed',
    invoices: [
      ['await pool.query<', 'await withTenant(null, (client) => client.query<'],
      ["FROM invoices',\n  );", "FROM invoices',\n  ));"],
      ["import { pool } from './db.ts';\n", ''],
    ],
  },
  {
    name: 'an error of its own in place of the server’s',
    expected: 'passed',
    tenant: wrapper(
      transaction().replace('throw error;', `throw new Error('Something went wrong.');`),
    ),
  },
  {
    name: 'a transaction that ends with its block, by await using',
    expected: 'passed',
    tenant: wrapper(
      `
  await using unit = new UnitOfWork(await pool.connect());
  await unit.begin(tenantId);
  const result = await work(unit.client);
  await unit.commit();
  return result;`,
      `
/** Rolled back where it was not committed; the client goes back either way. */
class UnitOfWork {
  #open = false;
  constructor(readonly client: PoolClient) {}
  async begin(tenantId: string | null): Promise<void> {
    await this.client.query('BEGIN');
    this.#open = true;
    await this.client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  }
  async commit(): Promise<void> {
    await this.client.query('COMMIT');
    this.#open = false;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#open) await this.client.query('ROLLBACK');
    this.client.release();
  }
}`,
    ),
  },
  {
    name: 'a payment that locks the invoice, looks, and writes it twice',
    expected: 'passed',
    invoices: [
      [
        'const { rows } = await client.query<Invoice>(\n      `UPDATE',
        `const open = await client.query<Invoice>('SELECT paid FROM invoices WHERE id = $1 FOR UPDATE', [id]);
    if (open.rows[0]?.paid !== false) throw new Error(\`There is no open invoice \${id}.\`);
    await client.query('UPDATE invoices SET paid = true WHERE id = $1', [id]);
    const { rows } = await client.query<Invoice>(\n      \`UPDATE`,
      ],
      [' AND NOT paid RETURNING', ' RETURNING'],
    ],
  },
  {
    name: 'a list of the whole, from which the export takes its year',
    expected: 'passed',
    invoices: [
      ['FROM invoices WHERE year = $1 ORDER BY id`,\n      [year],', 'FROM invoices ORDER BY id`,'],
      [
        'return rows.map((row) => `',
        'return rows.filter((row) => row.year === year).map((row) => `',
      ],
    ],
  },
];
