/** Plausible answers that are not sound, tried while the lesson was played. */

import { LISTED, session, transaction, wrapper, type Variant } from './session-vs-local-parts.ts';

const PAYING = `function payInvoice(session: Session, id: number): Promise<Invoice> {
  const paying = pending.get(id) ?? pay(session, id);
  pending.set(id, paying);
  return paying.finally(() => pending.delete(id));
}
const pending = new Map<number, Promise<Invoice>>();
function pay(`;

const between = {
  id: 'nothing-left-behind',
  message: /handed over \d+ times? with \w+ on it/,
} as const;
const left = { id: 'nothing-left-behind', message: /still carried/ } as const;

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
    expected: {
      id: 'own-rows-read',
      message: /showed 0 of \d/,
      resembles: 'local-without-transaction',
    },
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
    expected: { id: 'own-rows-read', message: /42601/, resembles: null },
    tenant: wrapper(
      session('client.release();', `await client.query('SET app.tenant_id = $1', [tenantId]);`),
    ),
  },
  {
    name: 'a mistake before any tenant is set',
    expected: { id: 'own-rows-read', message: /Cannot read properties/, resembles: null },
    tenant: wrapper(
      transaction({ begin: `await (client as never as { begin: { run(): void } }).begin.run();` }),
    ),
  },
  {
    name: 'a function that PostgreSQL does not have, before any tenant is set',
    expected: { id: 'own-rows-read', message: /42883/, resembles: null },
    tenant: wrapper(
      transaction({ set: `await client.query('SELECT set_tenant($1)', [tenantId]);` }),
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
  {
    name: 'a payment of this invoice and of all that came after it',
    expected: {
      id: 'own-rows-written',
      message: /payInvoice\(session, \d+\) paid \d other invoices? as well/,
      resembles: null,
    },
    invoices: [['paid = true WHERE id = $1', 'paid = true WHERE id >= $1']],
  },
  {
    name: 'a payment of an invoice that was paid already',
    expected: {
      id: 'errors-surface',
      message: /returned without an error, for an invoice that was paid already/,
      resembles: null,
    },
    invoices: [[' AND NOT paid RETURNING', ' RETURNING']],
  },
  {
    name: 'an export of all years, where the year has an invoice',
    expected: {
      id: 'own-rows-read',
      message: /exportInvoices\(session, \d+\) showed \d of \d own invoices? of other years/,
      resembles: null,
    },
    invoices: [
      ['FROM invoices WHERE year = $1 ORDER BY id`,\n      [year],', 'FROM invoices ORDER BY id`,'],
    ],
  },
];
