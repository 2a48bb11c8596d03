/** Answers tried while the lesson was played: odd ones that are sound, and plausible ones that are not. */

/** What a variant comes to: every check passed, or this one failed with this message. */
export type Expected = 'passed' | { readonly id: string; readonly message: RegExp };

export interface Variant {
  readonly name: string;
  readonly expected: Expected;
  /** `tenant.ts` whole, or the body of `withTenant` between the imports and the end. */
  readonly tenant?: string;
  /** Replaces texts in an `invoices.ts` whose endpoints all use `withTenant`. */
  readonly invoices?: readonly (readonly [from: string, to: string])[];
}

const LOCAL = `await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);`;
const SESSION = `await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);`;

/** A `tenant.ts` with this body, and what comes before the function. */
const wrapper = (body: string, before = ''): string => `import type { PoolClient } from 'pg';
import { pool } from './db.ts';
${before}
export async function withTenant<T>(
  tenantId: string | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
${body}
}
`;

/** A transaction around \`work\`, with these in its places. */
const transaction = ({
  begin = `await client.query('BEGIN');`,
  set = LOCAL,
  run = 'await work(client)',
  atEnd = '',
  release = 'client.release();',
} = {}): string => `
  const client = await pool.connect();
  try {
    ${begin}
    ${set}
    const result = ${run};
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    ${atEnd}
    ${release}
  }`;

/** A session's value, and what is done about it in the end. */
const session = (atEnd: string, set = SESSION): string => `
  const client = await pool.connect();
  try {
    ${set}
    return await work(client);
  } finally {
    ${atEnd}
  }`;

const PAYING = `function payInvoice(session: Session, id: number): Promise<Invoice> {
  const paying = pending.get(id) ?? pay(session, id);
  pending.set(id, paying);
  return paying.finally(() => pending.delete(id));
}
const pending = new Map<number, Promise<Invoice>>();
function pay(`;

const FOUND =
  "const found = await client.query('SELECT FROM invoices WHERE year = $1 LIMIT 1', [year]);";
const LISTED =
  'const { rows } = await client.query<Invoice>(`SELECT ${COLUMNS} FROM invoices ORDER BY id`);';
const between = {
  id: 'nothing-left-behind',
  message: /handed over \d+ times? with \w+ on it/,
} as const;
const left = { id: 'nothing-left-behind', message: /still carried/ } as const;

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
];

export const UNSOUND: readonly Variant[] = [
  {
    name: 'a second press of Pay handed the promise of the first',
    expected: { id: 'in-flight-together', message: /read .+ with payInvoice/ },
    tenant: wrapper(transaction()),
    invoices: [['function payInvoice(', PAYING]],
  },
  {
    name: 'a session’s value on a connection that is thrown away',
    expected: { id: 'nothing-left-behind', message: /still carried/ },
    tenant: wrapper(session('client.release(true);')),
  },
  {
    name: 'DISCARD ALL in the finally',
    expected: between,
    tenant: wrapper(session(`await client.query('DISCARD ALL'); client.release();`)),
  },
  {
    name: 'a RESET that is not waited for',
    expected: between,
    tenant: wrapper(session(`void client.query('RESET app.tenant_id'); client.release();`)),
  },
  {
    name: 'a RESET that releases when it is done, and nobody waits',
    expected: between,
    tenant: wrapper(
      session(`void client.query('RESET app.tenant_id').then(() => client.release());`),
    ),
  },
  {
    name: 'NULL set for the session',
    expected: between,
    tenant: wrapper(
      session(
        `await client.query("SELECT set_config('app.tenant_id', NULL, false)"); client.release();`,
      ),
    ),
  },
  {
    name: 'a RESET by the pool’s release event',
    expected: { id: 'nothing-left-behind', message: /handed over|still carried/ },
    tenant: wrapper(
      session('client.release();'),
      `pool.on('release', (_error, client) => void (client as PoolClient).query('RESET app.tenant_id'));`,
    ),
  },
  {
    name: 'the value that was there before, put back',
    expected: { id: 'in-flight-together', message: /in flight/ },
    tenant: wrapper(
      session(
        `await client.query("SELECT set_config('app.tenant_id', $1, false)", [before.rows[0].value]); client.release();`,
      ).replace(
        '  try {',
        `  const before = await client.query("SELECT current_setting('app.tenant_id', true) AS value");\n  try {`,
      ),
    ),
  },
  {
    name: 'a RESET by a timer',
    expected: { id: 'nothing-left-behind', message: /handed over|still carried/ },
    tenant: wrapper(
      session(`client.release(); setTimeout(() => void pool.query('RESET app.tenant_id'), 0);`),
    ),
  },
  {
    name: 'SET LOCAL without BEGIN',
    expected: { id: 'own-rows-read', message: /showed 0 of \d/ },
    tenant: wrapper(
      session(
        'client.release();',
        `if (tenantId) await client.query(\`SET LOCAL app.tenant_id = '\${tenantId}'\`);`,
      ),
    ),
  },
  {
    name: 'SET with an interpolated id',
    expected: left,
    tenant: wrapper(
      session(
        'client.release();',
        `if (tenantId) await client.query(\`SET app.tenant_id = '\${tenantId}'\`);`,
      ),
    ),
  },
  {
    name: 'SET with a parameter',
    expected: { id: 'own-rows-read', message: /42601/ },
    tenant: wrapper(
      session('client.release();', `await client.query('SET app.tenant_id = $1', [tenantId]);`),
    ),
  },
  {
    name: 'a pool of one connection, with a RESET',
    expected: between,
    tenant: wrapper(
      session(`await client.query('RESET app.tenant_id'); client.release();`),
      `import { Pool } from 'pg';\nimport { connectionString } from './db.ts';\nconst own = new Pool({ connectionString, max: 1 });`,
    ).replace('await pool.connect()', 'await own.connect()'),
  },
  {
    name: 'a client per request, whose end is to take its value along',
    expected: left,
    tenant: `import { Client } from 'pg';
import { connectionString } from './db.ts';
export async function withTenant<T>(tenantId: string | null, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);
    return await work(client);
  } finally {
    await client.end();
  }
}
`,
  },
  {
    name: 'a session’s value and a WHERE in the list',
    expected: left,
    tenant: wrapper(session('client.release();')),
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
    name: 'set only when it is another than last time',
    expected: left,
    tenant: wrapper(
      session(
        'client.release();',
        `if (tenantId !== last) await client.query("SELECT set_config('app.tenant_id', $1, false)", [tenantId]);\n    last = tenantId;`,
      ),
      'let last: string | null = null;',
    ),
  },
  {
    name: 'a list that is remembered for everybody',
    expected: {
      id: 'one-at-a-time',
      message: /read (?:\d of \w+’s \d invoices|\w+’s 1 invoice) with listInvoices/,
    },
    invoices: [
      [
        LISTED,
        `remembered ??= (await client.query<Invoice>(\`SELECT \${COLUMNS} FROM invoices ORDER BY id\`)).rows;\n    const rows = remembered;`,
      ],
      ['const COLUMNS =', 'let remembered: Invoice[] | undefined;\nconst COLUMNS ='],
    ],
  },
  {
    name: 'the pool ended after each call',
    expected: { id: 'next-calls-work', message: /Cannot use a pool after calling end/ },
    tenant: wrapper(transaction({ release: 'client.release(); void pool.end();' })),
  },
  {
    name: 'release twice',
    expected: { id: 'own-rows-read', message: /already been released/ },
    tenant: wrapper(transaction({ release: 'client.release(); client.release();' })),
  },
  {
    name: 'an empty list in place of an error',
    expected: { id: 'errors-surface', message: /returned without an error/ },
    invoices: [
      ['throw new Error(`There is no open invoice ${id}.`)', 'return null as unknown as Invoice'],
    ],
  },
  {
    name: 'a health check that asks nobody',
    expected: { id: 'health-answers', message: /after 0 questions/ },
    invoices: [
      [
        `const visible = rows[0]!.visible;\n  return { ok: visible === 0, visible };`,
        `return { ok: true, visible: 0 };`,
      ],
      [
        `const { rows } = await pool.query<{ visible: number }>(\n    'SELECT count(*)::int AS visible FROM invoices',\n  );`,
        '',
      ],
    ],
  },
];
