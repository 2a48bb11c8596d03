import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  Channel,
  Database,
  PgServer,
  PoolerOptions,
  SandboxWorld,
} from '../../../src/contract/index.ts';
import { openTestDatabase } from '../../support/open-database.ts';
import { TestRealm, type TestSocket } from './realm.ts';

const SETUP = `
  CREATE EXTENSION IF NOT EXISTS vector;
  DROP TABLE IF EXISTS public.documents;
  CREATE TABLE public.documents (id int PRIMARY KEY, tenant text NOT NULL, title text, embedding vector(2));
  INSERT INTO public.documents VALUES (1, 'acme', 'One', '[1,2]'), (2, 'globex', 'Two', NULL);
  GRANT SELECT, INSERT, UPDATE, DELETE ON public.documents TO app_user;`;

/** A socket of the realm as the channel that the server takes. */
function channelOf(realm: TestRealm, socket: TestSocket): Channel {
  return {
    // As a port does it: in a later task, and in order.
    post: (message) => {
      setImmediate(() => realm.send(socket.connection, message as Uint8Array | null));
    },
    onMessage: (listener) => {
      for (const message of socket.posted) listener(message, []);
      socket.listen = (message) => {
        setImmediate(() => listener(message, []));
      };
    },
    close: () => undefined,
  };
}

describe('pg', () => {
  let db: Database;
  let realm: TestRealm;

  beforeAll(async () => {
    db = await openTestDatabase();
    await db.superuser('CREATE ROLE app_user LOGIN');
  });
  beforeEach(async () => {
    const { error } = await db.superuser(SETUP);
    expect(error).toBeNull();
    realm = await TestRealm.start();
  });
  afterAll(() => db.close());

  async function serving(
    source: string,
    use: (server: PgServer) => Promise<void>,
    options: Partial<PoolerOptions> = {},
    world: Partial<SandboxWorld> = {},
  ): Promise<void> {
    await db.serve(
      { mode: 'session', users: { app_user: 'app_user' }, ...options },
      async (server) => {
        realm.onSocket = (socket) => server.accept(socket.connection, channelOf(realm, socket));
        expect(await realm.load({ 'app.ts': source }, world)).toBeNull();
        await use(server);
      },
    );
  }

  const POOL = `
    import { Pool } from 'pg';
    const pool = new Pool({ connectionString: process.env.DATABASE_URL ?? 'postgres://app_user@db/app', max: 1 });`;

  it('runs queries with parameters, types and vectors', async () => {
    await serving(
      `${POOL} import pgvector from 'pgvector/pg';
       pool.on('connect', (client: any) => { void pgvector.registerTypes(client); });
       export async function main() {
         const { rows, rowCount } = await pool.query('SELECT *, now() AS at, 1::bigint AS big FROM documents WHERE tenant = $1', ['acme']);
         await pool.query('INSERT INTO documents VALUES ($1, $2, $3, $4)', [3, 'acme', 'Grüße', pgvector.toSql([3, 4])]);
         const named = await pool.query({ name: 'by-id', text: 'SELECT title, embedding FROM documents WHERE id = $1', values: [3], rowMode: 'array' });
         return [rowCount, rows[0].title, rows[0].at instanceof Date, rows[0].big, named.rows];
       }`,
      async () => {
        expect(await realm.value('main')).toEqual([1, 'One', true, '1', [['Grüße', [3, 4]]]]);
        expect(realm.sockets).toMatchObject([{ connection: 1, host: 'db', port: 5432 }]);
      },
    );
  });

  it('brings errors of the server with their SQLSTATE, and the line that asked', async () => {
    await serving(
      `${POOL}
       export async function main() {
         await pool.query('SELECT 1');

         return pool.query('SELECT missing FROM documents');
       }
       export async function inClient() {
         const client = await pool.connect();
         try { await client.query('BEGIN'); await client.query(
           'SELECT 1/0'); } finally { await client.query('ROLLBACK'); client.release(); }
       }
       export async function callbacks() {
         return new Promise((done) => pool.query('SELECT 1/0', (error: any) => done(error.code)));
       }`,
      async () => {
        expect(await realm.call('main')).toMatchObject({
          kind: 'threw',
          error: {
            name: 'error',
            code: '42703',
            place: { file: 'app.ts', line: 7 },
            value: { severity: 'ERROR', stack: expect.stringContaining('app.ts:7:') as unknown },
          },
        });
        expect(await realm.call('inClient')).toMatchObject({
          error: { code: '22012', place: { file: 'app.ts', line: 11 } },
        });
        expect(await realm.value('callbacks')).toBe('22012');
      },
    );
  });

  it('says which call holds the pooled connection, in the trace and on the wire', async () => {
    await serving(
      `${POOL}
       export async function main(name: string) {
         const client = await pool.connect();
         try { return (await client.query('SELECT $1::text AS name', [name])).rows[0].name; } finally { client.release(); }
       }
       export const one = (name: string) => pool.query('SELECT $1::text', [name]).then((r) => r.rows.length);`,
      async (server) => {
        const calls = [realm.ask('main', ['a']), realm.ask('one', ['b']), realm.ask('main', ['c'])];
        await Promise.all(calls.map(({ reply }) => reply));
        const expected = calls.flatMap(({ call }) => [
          ['checkout', call],
          ['release', call],
        ]);
        await realm.settle();
        expect(
          realm.trace.map((event) => [
            event.kind,
            event.call,
            'connection' in event && event.connection,
          ]),
        ).toEqual(expected.map(([kind, call]) => [kind, call, 1]));
        const posted = realm.sockets[0]?.posted ?? [];
        const marks = posted.flatMap((message, at) =>
          message !== null && 'mark' in message ? [{ ...message, at }] : [],
        );
        expect(marks.map(({ mark, call }) => [mark, call])).toEqual(expected);
        // Between the marks of one call lies what it sent.
        for (const [at, mark] of marks.entries()) {
          if (mark.mark === 'checkout')
            expect((marks[at + 1]?.at ?? 0) - mark.at).toBeGreaterThan(1);
        }
        await server.settle();
        const seen = server.events.flatMap((event) =>
          event.kind === 'checkout' || event.kind === 'checkin' ? [[event.kind, event.call]] : [],
        );
        expect(seen).toEqual(
          expected.map(([kind, call]) => [kind === 'release' ? 'checkin' : kind, call]),
        );
        expect(server.received(1)).toBe((await realm.settle()).sent['1']);
      },
    );
  });

  it('carries stores and calls through await, and a callback keeps its call', async () => {
    await serving(
      `${POOL} import { AsyncLocalStorage } from 'node:async_hooks'; import pino from 'pino';
       const als = new AsyncLocalStorage<string>(); const log = pino();
       export const main = (tenant: string) => als.run(tenant, async () => {
         await pool.query('SELECT 1'); log.info(als.getStore() + ' awaited');
         const client = await pool.connect(); log.info(als.getStore() + ' connected');
         await client.query('SELECT 2'); client.release();
         await new Promise<void>((done) => pool.query('SELECT 3', () => { log.info('callback'); done(); }));
         return als.getStore();
       });`,
      async () => {
        const calls = ['a', 'b', 'c'].map((name) => ({ name, ...realm.ask('main', [name]) }));
        for (const { name, reply } of calls) {
          expect(await reply).toMatchObject({ outcome: { kind: 'returned', value: name } });
        }
        for (const { name, call } of calls) {
          const lines = realm.trace.flatMap((event) =>
            event.kind === 'log' && event.call === call ? [event.message] : [],
          );
          expect(lines).toEqual([`${name} awaited`, `${name} connected`, 'callback']);
        }
      },
    );
  });

  it('leaves nothing of a load behind on the server', async () => {
    await serving(
      `${POOL} export const main = async () => { const client = await pool.connect(); await client.query('BEGIN'); return 1; };`,
      async (server) => {
        await realm.value('main');
        expect(await realm.load({ 'app.ts': 'export const main = () => 2;' })).toBeNull();
        expect(await realm.value('main')).toBe(2);
        expect(realm.sockets[0]?.posted.at(-1)).toBeNull();
        await new Promise((done) => setImmediate(done));
        await server.settle();
        expect(server.events.at(-1)).toMatchObject({ kind: 'disconnected', rolledBack: true });
      },
    );
  });

  it('refuses TLS, sockets of files, and what the server refuses, as pg does', async () => {
    await serving(
      `import { Client, Pool } from 'pg';
       const why = (config: any) => new Client(config).connect().then(() => 'connected', (e) => [e.code ?? null, e.message]);
       export const main = async () => [
         await why({ host: 'db', user: 'app_user', ssl: true }), await why({ host: '/var/run/postgresql', user: 'app_user' }), await why({ host: 'db', user: 'nobody' })];
       export async function afterEnd() { const pool = new Pool({ host: 'db', user: 'app_user' }); await pool.query('SELECT 1'); await pool.end(); return pool.query('SELECT 1'); }`,
      async () => {
        expect(await realm.value('main')).toEqual([
          [null, 'The server does not support SSL connections'],
          ['ENOENT', 'connect ENOENT /var/run/postgresql/.s.PGSQL.5432'],
          ['28P01', expect.any(String) as unknown],
        ]);
        expect(await realm.call('afterEnd')).toMatchObject({
          error: { message: 'Cannot use a pool after calling end on the pool' },
        });
      },
    );
  });

  it('survives the end of its connection as pg does, and takes the environment of the lesson', async () => {
    await serving(
      `import { Pool } from 'pg'; const pool = new Pool({ max: 1 }); pool.on('error', (e) => console.log('pool: ' + e.message));
       export const main = async () => (await pool.query('SELECT current_user AS who')).rows[0].who;`,
      async () => {
        expect(await realm.value('main')).toBe('app_user');
        realm.send(1, null);
        expect(realm.lines).toEqual(['pool: Connection terminated unexpectedly']);
        expect(await realm.value('main')).toBe('app_user');
        expect(realm.sockets).toMatchObject([
          { host: 'pg.internal', port: 6432 },
          { connection: 2 },
        ]);
      },
      {},
      { env: { PGUSER: 'app_user', PGHOST: 'pg.internal', PGPORT: '6432' } },
    );
  });
});
