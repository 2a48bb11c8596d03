import { CONFINED, script, type HostileScript } from './script.ts';

/** What can be done to a database through the driver without one statement that is forbidden. */
export const CONNECTIONS: readonly HostileScript[] = [
  script(
    'a connection that is never released',
    {
      tries: 'to run the pool dry, and to wait for it',
      stoppedBy: 'the patience that came with the call',
    },
    `import { Pool } from 'pg';
const pool = new Pool({ max: 1, user: 'app', host: 'h', database: 'd' });
export async function attack() { await pool.connect(); await pool.connect(); }`,
    { unsettled: /^attack did not settle within/ },
    { database: true },
  ),
  script(
    'a transaction that is never ended',
    {
      tries: 'to hold the one server connection while another client waits',
      stoppedBy: 'the patience that came with the call',
    },
    `import { Client } from 'pg';
export async function attack() {
  const a = new Client({ user: 'app', host: 'h' }), b = new Client({ user: 'app', host: 'h' });
  await a.connect(); await b.connect();
  await a.query('BEGIN'); await a.query('SELECT 1');
  await b.query('SELECT 2');
}`,
    { unsettled: /^attack did not settle within/ },
    { database: true },
  ),
  script(
    'a thousand clients',
    { tries: 'to use up the server’s connections', stoppedBy: 'max_client_conn: 53300' },
    `import { Client } from 'pg';
export async function attack() {
  const clients = Array.from({ length: 1000 }, () => new Client({ user: 'app', host: 'h' }));
  const ends = await Promise.allSettled(clients.map((c) => { c.on('error', () => {}); return c.connect(); }));
  const codes = new Set(ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'connected')));
  return [...codes].sort();
}`,
    { answers: ['53300', 'connected'] },
    { database: true },
  ),
  script(
    'another role',
    {
      tries: 'to become superuser over its connection',
      stoppedBy: 'the backend’s confinement: 42501',
    },
    `import { Client } from 'pg';
export async function attack() {
  const c = new Client({ user: 'app', host: 'h' }); await c.connect();
  for (const sql of ['RESET ROLE', 'SET ROLE postgres', 'SET SESSION AUTHORIZATION postgres', "SELECT set_config('role', 'postgres', false)", "DO $$ BEGIN EXECUTE 'SET ROLE postgres'; END $$"]) {
    try { await c.query(sql); } catch {}
    const { rows } = await c.query('SELECT current_user AS who');
    if (rows[0].who !== 'app') return sql;
    try { await c.query('SELECT rolpassword FROM pg_catalog.pg_authid'); return sql; } catch (error: any) { if (error.code !== '42501') throw error; }
  }
  await c.end();
  return 'confined';
}`,
    CONFINED,
    { database: true },
  ),
  script(
    'a user that there is not',
    {
      tries: 'to log in as somebody else',
      stoppedBy: 'the server knows the lesson’s users: 28P01',
    },
    `import { Client } from 'pg';
export async function attack() { const c = new Client({ user: 'postgres', host: 'h' }); c.on('error', () => {}); await c.connect(); }`,
    { throws: /./ },
    { database: true },
  ),
  script(
    'bytes that are no protocol',
    { tries: 'to confuse the server', stoppedBy: 'it ends that client, with an error' },
    `import { Client } from 'pg';
export async function attack() {
  const c = new Client({ user: 'app', host: 'h' }); c.on('error', () => {}); await c.connect();
  (c as any).connection.stream.write(Buffer.from([0x7a, 0xff, 0xff, 0xff, 0xff, 1, 2, 3]));
  try { await c.query('SELECT 1'); } catch {}
  const next = new Client({ user: 'app', host: 'h' }); await next.connect();
  const { rows } = await next.query('SELECT 1 AS one'); await next.end();
  return rows[0].one === 1 ? 'confined' : 'odd';
}`,
    CONFINED,
    { database: true },
  ),
];
