import { setImmediate } from 'node:timers/promises';
import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import type { PgServer } from '../../src/contract/index.ts';
import { pgClient } from './support/pg-client.ts';
import {
  bind,
  execute,
  fields,
  letters,
  parse,
  query,
  RawClient,
  sync,
  terminate,
} from './support/raw-client.ts';
import { servedDatabase } from './support/served.ts';

const { db, serve } = servedDatabase();

/** Waits until this many clients wait for the server. */
async function untilWaiting(server: PgServer, count: number): Promise<readonly number[]> {
  for (;;) {
    const { waiting } = await server.settle();
    if (waiting.length === count) return waiting;
    await setImmediate();
  }
}

const one = async (client: Client, sql: string): Promise<unknown> =>
  Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];

describe('clients that wait', () => {
  it.each(['transaction', 'direct'] as const)(
    'are served in their order, in %s mode',
    async (mode) => {
      await serve({ mode }, async (server) => {
        const holder = await RawClient.open(server);
        await holder.ask(query('BEGIN'));
        const others = await Promise.all(Array.from({ length: 5 }, () => RawClient.open(server)));
        for (const [index, client] of others.entries()) {
          client.send(query(`INSERT INTO notes VALUES (${index})`));
          await untilWaiting(server, index + 1);
          expect(server.events.at(-1)).toMatchObject({ kind: 'waiting', client: client.id });
        }
        const waiting = others.map(({ id }) => id);
        expect(await server.settle()).toEqual({ holder: holder.id, waiting });
        holder.send(query('COMMIT'));
        await Promise.all(others.map((client) => client.until('Z')));
        const served = server.events.flatMap((e) => (e.kind === 'assigned' ? [e.client] : []));
        expect(served).toEqual([holder.id, ...waiting]);
      });
    },
  );

  it('wait in session mode until the holder leaves', async () => {
    await serve({ mode: 'session' }, async (server) => {
      const holder = await RawClient.open(server);
      await holder.ask(query('SELECT 1'));
      const client = await RawClient.open(server);
      client.send(query('SELECT 2'));
      await untilWaiting(server, 1);
      expect(await server.settle()).toEqual({ holder: holder.id, waiting: [client.id] });
      holder.send(terminate);
      expect(letters(await client.until('Z'))).toBe('TDCZ');
    });
  });

  it('are disconnected after query_wait_timeout, with PgBouncer’s error', async () => {
    await serve({ queryWaitTimeout: 20 }, async (server) => {
      const holder = await RawClient.open(server);
      await holder.ask(query('BEGIN'));
      const client = await RawClient.open(server);
      client.send(query('SELECT 1'));
      expect(fields((await client.end()).at(-1))).toMatchObject({
        S: 'FATAL',
        C: '08P01',
        M: 'query_wait_timeout',
      });
      expect(server.events.at(-1)).toMatchObject({
        kind: 'disconnected',
        client: client.id,
        reason: 'query_wait_timeout',
      });
      expect(await server.settle()).toEqual({ holder: holder.id, waiting: [] });
      expect(letters(await holder.ask(query('COMMIT')))).toBe('CZ');
    });
  });

  it('are not run when they leave', async () => {
    await serve({}, async (server) => {
      const holder = await RawClient.open(server);
      await holder.ask(query('BEGIN'));
      const client = await RawClient.open(server);
      client.send(query('INSERT INTO notes VALUES (1)'));
      await untilWaiting(server, 1);
      client.send(terminate);
      await client.end();
      await holder.ask(query('COMMIT'));
      expect((await server.audit('SELECT count(*) FROM public.notes')).statements[0]?.rows).toEqual(
        [['0']],
      );
    });
  });
});

describe('a client that leaves in a transaction', () => {
  it.each(['transaction', 'session', 'direct'] as const)(
    'has it rolled back, in %s mode',
    async (mode) => {
      await serve({ mode, watch: ['app.x'] }, async (server) => {
        const client = await RawClient.open(server);
        await client.ask(query(`SET app.x = 'before'`));
        await client.ask(query(`BEGIN; INSERT INTO notes VALUES (1); SET app.x = 'inside'`));
        client.post(null);
        await client.end();
        await server.settle();
        expect(server.events.slice(-2)).toMatchObject([
          { kind: 'released', settings: { 'app.x': 'before' }, reset: mode !== 'direct' },
          { kind: 'disconnected', reason: 'closed', rolledBack: true },
        ]);
        expect(
          (await server.audit('SELECT count(*) FROM public.notes')).statements[0]?.rows,
        ).toEqual([['0']]);
        // PgBouncer closes such a server connection: the next one is clean.
        const next = await pgClient(server);
        expect(await one(next, `SELECT current_setting('app.x', true)`)).toBe('');
        await next.end();
      });
    },
  );

  it('may leave in the middle of the extended protocol, and after an error there', async () => {
    await serve({}, async (server) => {
      for (const sql of ['INSERT INTO notes VALUES (1)', 'SELECT nonsense']) {
        const client = await RawClient.open(server);
        client.send(parse(sql), bind(), execute(), Uint8Array.of(72, 0, 0, 0, 4));
        await client.until(sql.startsWith('I') ? 'C' : 'E');
        client.post(null);
        await client.end();
        expect(await one(await pgClient(server), 'SELECT count(*) FROM notes')).toBe('0');
      }
    });
  });
});

describe('the events', () => {
  it('tell each hand-over with role and settings, and each statement with its parameters', async () => {
    await serve({ watch: ['app.x', 'app.never_set_here'] }, async (server) => {
      const client = await RawClient.open(server);
      const { id } = client;
      client.post({ mark: 'checkout', call: 7 });
      await client.ask(query('BEGIN'));
      await client.ask(
        parse(`SELECT set_config('app.x', $1, false), $2::int`),
        bind(['v', null]),
        execute(),
        sync,
      );
      await client.ask(parse('SELECT 1/$1::int'), bind(['0']), execute(), sync);
      await client.ask(query('ROLLBACK'));
      await client.ask(query(`SET app.x = 'kept'; SELECT 1`));
      client.post({ mark: 'release', call: 7 });
      client.post({ mark: 'checkout', call: null });
      client.send(terminate);
      await client.end();
      await server.settle();
      const settings = {
        'app.x': expect.toBeOneOf([null, '']) as unknown,
        'app.never_set_here': null,
      };
      const kept = { 'app.x': 'kept', 'app.never_set_here': null };
      const statement = { kind: 'statement', client: id };
      expect(server.events.map(({ at }) => at)).toEqual(server.events.map((_, index) => index));
      expect(server.events).toMatchObject([
        { kind: 'connected', client: id, user: 'app_user', role: 'app_user' },
        { kind: 'checkout', client: id, call: 7 },
        { kind: 'assigned', client: id, role: 'app_user', settings },
        {
          ...statement,
          sql: 'BEGIN',
          parameters: [],
          error: null,
          rows: null,
          transaction: 'open',
          settings: null,
        },
        {
          ...statement,
          sql: `SELECT set_config('app.x', $1, false), $2::int`,
          parameters: ['v', null],
          rows: 1,
          transaction: 'open',
        },
        {
          ...statement,
          sql: 'SELECT 1/$1::int',
          parameters: ['0'],
          error: '22012',
          transaction: 'failed',
          settings: null,
        },
        { ...statement, sql: 'ROLLBACK', transaction: 'idle', settings },
        { kind: 'released', client: id, settings, reset: false },
        { kind: 'assigned', client: id, settings },
        {
          ...statement,
          sql: `SET app.x = 'kept'; SELECT 1`,
          rows: 1,
          transaction: 'idle',
          settings: kept,
        },
        { kind: 'released', client: id, settings: kept, reset: false },
        { kind: 'checkin', client: id, call: 7 },
        { kind: 'checkout', client: id, call: null },
        { kind: 'disconnected', client: id, reason: 'terminate', rolledBack: false },
      ]);
    });
  });

  it('show binary parameters as text where that is simple, and else in hex', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      await client.query('SELECT $1::bytea, $2::text', [Buffer.from([0, 255]), 'ü']);
      expect(server.events.find(({ kind }) => kind === 'statement')).toMatchObject({
        parameters: ['\\x00ff', 'ü'],
      });
    });
  });

  it('read no settings when none are watched', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      await client.query('SELECT 1');
      expect(server.events.flatMap((e) => ('settings' in e ? [e.settings] : []))).toEqual([
        {},
        {},
        {},
      ]);
      expect(await server.settings()).toEqual({});
    });
  });
});

describe('the gate', () => {
  it('holds replies in any order, while the backend serves others', async () => {
    const gates = new Map<number, () => void>();
    const asked: string[] = [];
    const gate = ({ client, sql }: { client: number; sql: string }): Promise<void> => {
      asked.push(sql);
      return new Promise((resolve) => gates.set(client, resolve));
    };
    await serve({ gate }, async (server) => {
      const clients = await Promise.all([0, 1, 2].map(() => RawClient.open(server)));
      for (const [index, client] of clients.entries()) client.send(query(`SELECT ${index}`));
      while (gates.size < 3) await setImmediate();
      expect(asked.toSorted()).toEqual(['SELECT 0', 'SELECT 1', 'SELECT 2']);
      expect(await server.settle()).toEqual({ holder: null, waiting: [] });
      expect(clients.map(({ replies }) => replies.length)).toEqual([0, 0, 0]);
      const arrived: number[] = [];
      for (const index of [2, 0, 1]) {
        const client = clients[index];
        gates.get(client?.id ?? -1)?.();
        await client?.until('Z');
        arrived.push(index);
        expect(clients.filter(({ replies }) => replies.length > 0)).toHaveLength(arrived.length);
      }
    });
  });

  it('holds nothing back when the server stops', async () => {
    const client = await serve({ gate: () => new Promise(() => undefined) }, async (server) => {
      const open = await RawClient.open(server);
      open.send(query('SELECT 1'));
      while (server.events.at(-1)?.kind !== 'released') await setImmediate();
      return open;
    });
    expect(letters(await client.end())).toBe('E');
  });

  it('keeps the replies of one client in order, its farewell last', async () => {
    const release: (() => void)[] = [];
    await serve({ gate: () => new Promise((resolve) => release.push(resolve)) }, async (server) => {
      const client = await RawClient.open(server);
      client.send(query('SELECT 1'), query('SELECT 2'), new Uint8Array([122, 0, 0, 0, 4]));
      while (release.length < 2) await setImmediate();
      release[1]?.();
      expect(client.replies).toEqual([]);
      release[0]?.();
      expect(letters(await client.end())).toBe('TDCZTDCZE');
    });
  });
});

describe('the harness', () => {
  it('audits past row-level security, and leaves the session as it is', async () => {
    await serve({ watch: ['app.tenant_id'] }, async (server) => {
      const client = await RawClient.open(server);
      await client.ask(
        query(
          `SET app.tenant_id = 'acme'; SET DateStyle = 'German'; SET search_path = evil; PREPARE p AS SELECT 1`,
        ),
      );
      const truth = await server.audit(
        `SELECT count(*), current_user, '2024-02-29'::date FROM public.documents`,
      );
      expect(truth).toMatchObject({
        error: null,
        transaction: 'idle',
        statements: [{ rows: [['3', 'leakproof_auditor', '2024-02-29']] }],
      });
      expect((await server.audit('DELETE FROM public.documents')).error?.code).toBe('25006');
      expect(await server.settings()).toEqual({ 'app.tenant_id': 'acme' });
      const after = await client.ask(query('EXECUTE p; SELECT current_user; SHOW search_path'));
      expect(after.filter(({ type }) => type === 'D').map(({ text }) => text.slice(6))).toEqual(
        ['1', 'app_user', 'evil'].map((text) => expect.stringContaining(text) as unknown),
      );
    });
  });

  it('cannot audit while a client is in a transaction', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      await client.ask(query('BEGIN'));
      await expect(server.audit('SELECT 1')).rejects.toMatchObject({
        fault: { code: 'harness-fault' },
      });
      expect(await server.settings()).toBeNull();
      await client.ask(query('COMMIT'));
      expect((await server.audit('SELECT 1')).error).toBeNull();
    });
  });

  it('finds the session clean afterwards, whatever its use threw', async () => {
    const boom = new Error('boom');
    const served = serve({}, async (server) => {
      const client = await RawClient.open(server);
      await client.ask(query(`BEGIN; INSERT INTO notes VALUES (1); SET search_path = evil`));
      throw boom;
    });
    await expect(served).rejects.toBe(boom);
    const { statements } = await db().superuser(
      `SELECT current_user, session_user, current_setting('search_path'), (SELECT count(*) FROM public.notes)`,
    );
    expect(statements[0]?.rows).toEqual([['postgres', 'postgres', 'public', '0']]);
  });

  it('answers nobody when it is over', async () => {
    const server = await serve({}, (open) => Promise.resolve(open));
    await expect(server.settle()).rejects.toMatchObject({ fault: { code: 'harness-fault' } });
    await expect(server.audit('SELECT 1')).rejects.toMatchObject({
      fault: { code: 'harness-fault' },
    });
  });
});
