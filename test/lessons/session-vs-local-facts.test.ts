import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { PoolerOptions } from '../../src/contract/index.ts';
import { pgClient, pgPool } from '../database/support/pg-client.ts';
import { readLesson } from './session-vs-local-bench.ts';
import { ACME, COUNT, GLOBEX, LOCAL, READ, SESSION, useServer } from './session-vs-local-server.ts';

const { folder } = await readLesson();
const { manifest } = folder;
const prose = Object.values(folder.prose).join('\n');
/** A fact is only worth a test while the prose states it. */
const stated = (text: string): void => expect(prose).toContain(text);

const serve = useServer(folder);

const valueOf = async (client: pg.Client | pg.PoolClient | pg.Pool): Promise<unknown> =>
  (await client.query<{ value: string | null }>(READ)).rows[0]?.value;
const visibleTo = async (client: pg.Client | pg.PoolClient | pg.Pool): Promise<unknown> =>
  (await client.query<{ visible: number }>(COUNT)).rows[0]?.visible;
const codeOf = (query: Promise<unknown>): Promise<unknown> =>
  query.then(
    () => null,
    (error: unknown) => (error as { code?: string }).code,
  );
/** SQLSTATEs of the warnings that a statement brought. */
async function warningsOf(client: pg.Client, sql: string): Promise<(string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  const listener = (notice: { code?: string | undefined }): void => void seen.push(notice.code);
  client.on('notice', listener);
  await client.query(sql);
  client.off('notice', listener);
  return seen;
}

describe('how long a value lasts', () => {
  it('for the session: on the server connection, for whoever is lent it next (the prediction)', async () => {
    stated('It survives on the server connection.');
    expect(manifest.predict?.options[manifest.predict.answer]).toBe('Acme’s invoices.');
    await serve(async (server) => {
      const pool = pgPool(server, { max: 1 });
      const other = await pgClient(server);
      expect(await visibleTo(other)).toBe(0);
      const client = await pool.connect();
      await client.query(SESSION, [ACME]);
      expect(await visibleTo(client)).toBe(2);
      client.release();
      expect(await visibleTo(other)).toBe(2);
      await other.query(`SET app.tenant_id = '${GLOBEX}'`);
      expect(await visibleTo(pool)).toBe(3);
      await Promise.all([pool.end(), other.end()]);
    });
  });

  it('without BEGIN: until the end of the statement', async () => {
    stated('the next one finds no tenant');
    stated('**`SET LOCAL` without `BEGIN`** is a warning (`25P01`) and does nothing.');
    await serve(async (server) => {
      const client = await pgClient(server);
      expect((await client.query(LOCAL, [ACME])).rows).toEqual([{ set_config: ACME }]);
      expect(await visibleTo(client)).toBe(0);
      expect(await warningsOf(client, `SET LOCAL app.tenant_id = '${ACME}'`)).toEqual(['25P01']);
      expect(await visibleTo(client)).toBe(0);
      await client.end();
    });
  });

  it.each([
    ['COMMIT', 'COMMIT'],
    ['ROLLBACK', 'ROLLBACK'],
    ['the loss of the connection', null],
  ])('in a transaction: until %s', async (_name, end) => {
    stated('`COMMIT`, `ROLLBACK` or the loss of the connection');
    await serve(async (server) => {
      const [client, other] = [await pgClient(server), await pgClient(server)];
      await client.query('BEGIN');
      await client.query(LOCAL, [ACME]);
      expect(await visibleTo(client)).toBe(2);
      if (end) await client.query(end);
      else await client.end();
      expect(await visibleTo(other)).toBe(0);
      if (end) await client.end();
      await other.end();
    });
  });

  it('a COMMIT keeps a value of the session, a ROLLBACK undoes it', async () => {
    const known = manifest.wrong.find(({ name }) => name === 'session-value-in-transaction');
    expect(known?.explanation).toContain('Only a ROLLBACK would undo it.');
    stated('inside BEGIN, a `ROLLBACK` undoes it');
    await serve(async (server) => {
      const client = await pgClient(server);
      for (const text of [SESSION.replace('$1', `'${ACME}'`), `SET app.tenant_id = '${ACME}'`]) {
        for (const [end, value] of [
          ['ROLLBACK', ''],
          ['COMMIT', ACME],
        ] as const) {
          await client.query('BEGIN');
          await client.query(text);
          await client.query(end);
          expect(await valueOf(client)).toBe(value);
        }
        await client.query('RESET app.tenant_id');
      }
      await client.end();
    });
  });

  it('SET takes no parameters', async () => {
    stated('never set: `42601`, since `SET` takes no parameters');
    await serve(async (server) => {
      const client = await pgClient(server);
      expect(await codeOf(client.query('SET app.tenant_id = $1', [ACME]))).toBe('42601');
      expect(await codeOf(client.query('SET LOCAL app.tenant_id = $1', [ACME]))).toBe('42601');
      expect(await valueOf(client)).toBeNull();
      await client.end();
    });
  });

  it('unset is NULL only where it was never set; else the empty string, which is no uuid', async () => {
    stated('Only on a connection on which it was never set.');
    for (const end of ['COMMIT', 'ROLLBACK', 'RESET', 'DISCARD ALL']) {
      stated(end);
      await serve(async (server) => {
        const client = await pgClient(server);
        expect(await valueOf(client)).toBeNull();
        const inTransaction = end === 'COMMIT' || end === 'ROLLBACK';
        if (inTransaction) await client.query('BEGIN');
        await client.query(inTransaction ? LOCAL : SESSION, [ACME]);
        await client.query(end === 'RESET' ? 'RESET app.tenant_id' : end);
        expect(await valueOf(client)).toBe('');
        const cast = "SELECT current_setting('app.tenant_id', true)::uuid";
        expect(await codeOf(client.query(cast))).toBe('22P02');
        expect(await visibleTo(client)).toBe(0);
        await client.end();
      });
    }
  });

  it('the empty string set for a transaction leaves the session’s value', async () => {
    stated(
      'outside a transaction lasts for that one statement; the session’s value is back in the next',
    );
    await serve(async (server) => {
      const client = await pgClient(server);
      await client.query(SESSION, [ACME]);
      await client.query(LOCAL, ['']);
      expect(await valueOf(client)).toBe(ACME);
      await client.end();
    });
  });
});

describe('how long the connection is yours', () => {
  it('release() sends nothing to the server', async () => {
    stated('nothing is sent to the server');
    await serve(async (server) => {
      const pool = pgPool(server, { max: 1 });
      const client = await pool.connect();
      await client.query(SESSION, [ACME]);
      const sent = server.events.filter(({ kind }) => kind === 'statement').length;
      client.release();
      await server.settle();
      expect(server.events.filter(({ kind }) => kind === 'statement')).toHaveLength(sent);
      await pool.end();
    });
  });

  it('without BEGIN each statement is a transaction: another client gets in between', async () => {
    stated('a statement without `BEGIN` is a whole transaction');
    await serve(async (server) => {
      const [acme, globex] = [await pgClient(server), await pgClient(server)];
      await acme.query(SESSION, [ACME]);
      await globex.query(SESSION, [GLOBEX]);
      expect(await visibleTo(acme)).toBe(3);
      // Inside of a transaction nobody does.
      await acme.query('BEGIN');
      await acme.query(LOCAL, [ACME]);
      const waiting = visibleTo(globex);
      expect(await visibleTo(acme)).toBe(2);
      await acme.query('COMMIT');
      expect(await waiting).toBe(3);
      await Promise.all([acme.end(), globex.end()]);
    });
  });

  it('server_reset_query runs in session mode when a client leaves, in transaction mode not', async () => {
    stated('in transaction mode it does not run unless `server_reset_query_always` says so');
    const inherited = async (options: Partial<PoolerOptions>): Promise<unknown> => {
      let seen: unknown;
      await serve(async (server) => {
        const first = await pgClient(server);
        await first.query(SESSION, [ACME]);
        await first.end();
        const second = await pgClient(server);
        seen = await visibleTo(second);
        await second.end();
      }, options);
      return seen;
    };
    expect(await inherited({ mode: 'transaction' })).toBe(2);
    expect(await inherited({ mode: 'transaction', resetQueryAlways: true })).toBe(0);
    expect(await inherited({ mode: 'session' })).toBe(0);
  });

  it('transaction-local is safe in each mode; a RESET in time holds on a connection of one’s own', async () => {
    stated(
      'Transaction-local is safe in session pooling, in transaction pooling and without a pooler',
    );
    stated('can be made to hold on a connection of your own');
    for (const mode of ['transaction', 'session', 'direct'] as const) {
      await serve(
        async (server) => {
          const pool = pgPool(server, { max: 1 });
          const client = await pool.connect();
          await client.query('BEGIN');
          await client.query(LOCAL, [ACME]);
          expect(await visibleTo(client)).toBe(2);
          await client.query('COMMIT');
          client.release();
          expect(await visibleTo(pool)).toBe(0);
          await pool.end();
        },
        { mode },
      );
    }
    await serve(
      async (server) => {
        const pool = pgPool(server, { max: 1 });
        const client = await pool.connect();
        await client.query(SESSION, [ACME]);
        const next = visibleTo(pool);
        expect(await visibleTo(client)).toBe(2);
        await client.query('RESET app.tenant_id');
        client.release();
        expect(await next).toBe(0);
        await pool.end();
      },
      { mode: 'session' },
    );
  });
});

describe('the end of a transaction', () => {
  it('without ROLLBACK the next one on the client gets 25P02', async () => {
    stated('without `ROLLBACK` the next request on the client gets `25P02`');
    await serve(async (server) => {
      const pool = pgPool(server, { max: 1 });
      const client = await pool.connect();
      await client.query('BEGIN');
      expect(await codeOf(client.query('SELECT 1/0'))).toBe('22012');
      client.release();
      const next = await pool.connect();
      expect(await codeOf(next.query('BEGIN'))).toBe('25P02');
      next.release(true);
      await pool.end();
    });
  });

  it('COMMIT of a failed transaction answers ROLLBACK, and no error', async () => {
    stated('it answers `ROLLBACK`');
    stated("has a `command`, and where that is not `'COMMIT'`, throw");
    await serve(async (server) => {
      const client = await pgClient(server);
      await client.query('BEGIN');
      await client.query(LOCAL, [ACME]);
      await client.query(
        "INSERT INTO invoices (customer, cents, note, year) VALUES ('c', 1, 'n', 1)",
      );
      expect(await codeOf(client.query('SELECT 1/0'))).toBe('22012');
      expect((await client.query('COMMIT')).command).toBe('ROLLBACK');
      await client.query('BEGIN');
      await client.query(LOCAL, [ACME]);
      expect(await visibleTo(client)).toBe(2);
      expect((await client.query('COMMIT')).command).toBe('COMMIT');
      await client.end();
    });
  });

  it('a second BEGIN is a warning, inside of the first one’s transaction', async () => {
    stated('is a warning (`25001`), not an error');
    await serve(async (server) => {
      const client = await pgClient(server);
      await client.query('BEGIN');
      await client.query(LOCAL, [ACME]);
      expect(await warningsOf(client, 'BEGIN')).toEqual(['25001']);
      expect(await visibleTo(client)).toBe(2);
      await client.query('COMMIT');
      await client.end();
    });
  });

  it('without a tenant nothing is created: 42501', async () => {
    stated('the visitor’s draft ends in `42501`');
    await serve(async (server) => {
      const client = await pgClient(server);
      const insert = "INSERT INTO invoices (customer, cents, note, year) VALUES ('c', 1, 'n', 1)";
      expect(await codeOf(client.query(insert))).toBe('42501');
      await client.end();
    });
  });

  it('the pool’s connect event fires once per connection', async () => {
    stated('fires once per connection');
    await serve(async (server) => {
      const pool = pgPool(server, { max: 1 });
      let [connected, acquired] = [0, 0];
      pool.on('connect', () => connected++);
      pool.on('acquire', () => acquired++);
      for (const _ of [1, 2, 3]) await pool.query(READ);
      expect([connected, acquired]).toEqual([1, 3]);
      await pool.end();
    });
  });
});
