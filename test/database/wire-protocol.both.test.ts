import { describe, expect, it } from 'vitest';
import {
  bind,
  bytes,
  closeStatement,
  describePortal,
  execute,
  fields,
  flush,
  int16,
  int32,
  letters,
  msg,
  parse,
  query,
  RawClient,
  startup,
  sync,
  terminate,
} from './support/raw-client.ts';
import { servedDatabase } from './support/served.ts';

const { serve } = servedDatabase();

describe('the start of a connection', () => {
  it('refuses encryption with one byte, and goes on', async () => {
    await serve({}, async (server) => {
      const client = new RawClient(server);
      expect(await client.askEncryption(5679)).toBe('N');
      expect(await client.askEncryption(5680)).toBe('NN');
      client.send(startup());
      expect(letters(await client.until('Z'))).toMatch(/^RS+KZ$/);
    });
  });

  it('reports the parameters that a server reports, as of the confined role', async () => {
    await serve({}, async (server) => {
      const client = new RawClient(server);
      client.send(startup({ user: 'app_user', application_name: 'me' }));
      const replies = await client.until('Z');
      const reported = Object.fromEntries(
        replies.filter(({ type }) => type === 'S').map(({ text }) => text.split('|').slice(0, 2)),
      ) as Record<string, string>;
      expect(reported).toMatchObject({
        server_version: '18.6',
        client_encoding: 'UTF8',
        is_superuser: 'off',
        session_authorization: 'app_user',
        application_name: 'me',
        DateStyle: 'ISO, MDY',
        integer_datetimes: 'on',
        standard_conforming_strings: 'on',
        TimeZone: 'UTC',
      });
      expect(letters(replies.slice(-1))).toBe('Z');
    });
  });

  it('takes the first packet in pieces of one byte', async () => {
    await serve({}, async (server) => {
      const client = new RawClient(server);
      for (const byte of startup()) client.send(Uint8Array.of(byte));
      for (const byte of query('SELECT 1')) client.send(Uint8Array.of(byte));
      expect(letters(await client.until('Z', 2))).toMatch(/ZTDCZ$/);
    });
  });

  it('negotiates down from protocol 3.2, with options it does not know', async () => {
    await serve({}, async (server) => {
      const client = new RawClient(server);
      client.send(startup({ user: 'app_user', '_pq_.what': '1' }, (3 << 16) | 2));
      const [first] = await client.until('Z');
      expect(first?.type).toBe('v');
      expect([...(first?.body.slice(0, 8) ?? [])]).toEqual([0, 3, 0, 0, 0, 0, 0, 1]);
      expect(first?.text).toContain('_pq_.what');
    });
  });

  it.each([
    ['an unknown user', startup({ user: 'nobody' }), '28P01'],
    ['no user', startup({ database: 'app' }), '28000'],
    ['protocol 2', startup({ user: 'app_user' }, 2 << 16), '0A000'],
    ['protocol 4', startup({ user: 'app_user' }, 4 << 16), '0A000'],
    ['replication', startup({ user: 'app_user', replication: 'database' }), '0A000'],
    ['a web browser', bytes('GET / HTTP/1.1\r\n\r\n'), '08P01'],
    ['a length of nothing', bytes(int32(0), int32(0)), '08P01'],
    ['a packet without an end', bytes(int32(13), int32(3 << 16), 'user\0'), '08P01'],
    [
      'a third request for encryption',
      bytes(...Array.from({ length: 3 }, () => bytes(int32(8), int32((1234 << 16) | 5679)))),
      null,
    ],
  ])('ends with an error for %s', async (_name, packet, code) => {
    await serve({}, async (server) => {
      const client = new RawClient(server);
      client.send(packet);
      const replies = await client.end();
      if (code) expect(fields(replies.at(-1))).toMatchObject({ S: 'FATAL', C: code });
      expect(server.events).toEqual([
        { kind: 'disconnected', at: 0, client: client.id, reason: 'protocol', rolledBack: false },
      ]);
      expect(letters(await (await RawClient.open(server)).ask(query('SELECT 1')))).toBe('TDCZ');
    });
  });

  it('ends a client that says nothing, or leaves in the middle', async () => {
    await serve({}, async (server) => {
      const silent = new RawClient(server);
      silent.post(null);
      await silent.end();
      const half = new RawClient(server);
      half.send(startup().slice(0, 10));
      half.post(null);
      expect(await half.end()).toEqual([]);
      expect(server.received(half.id)).toBe(2);
    });
  });
});

describe('the simple protocol', () => {
  it.each([
    ['one statement', 'SELECT 1', 'TDCZ'],
    ['several', 'SELECT 1; SELECT 2', 'TDCTDCZ'],
    ['nothing', '', 'IZ'],
    ['an error between', 'SELECT 1; SELECT 1/0; SELECT 2', 'TDCEZ'],
    ['a notice', `DO $$ BEGIN RAISE NOTICE 'hi'; END $$`, 'NCZ'],
    ['COPY TO STDOUT', 'COPY (SELECT generate_series(1, 3)) TO STDOUT', 'HdddcCZ'],
    ['a notification', `LISTEN c; NOTIFY c, 'hello'`, 'CCAZ'],
    ['a changed setting', `SET TimeZone = 'Europe/Berlin'`, 'CSZ'],
  ])('answers %s', async (_name, sql, expected) => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      expect(letters(await client.ask(query(sql)))).toBe(expected);
    });
  });

  it('answers one cycle in one message of the channel', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      const before = client.posts;
      await client.ask(query('SELECT generate_series(1, 1000)'));
      expect(client.posts - before).toBe(1);
      expect(server.sent(client.id)).toBe(client.posts);
    });
  });

  it('answers function calls', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      // pg_catalog.abs(integer) is OID 1397.
      const call = msg('F', int32(1397), int16(0), int16(1), int32(2), '-7', int16(0));
      const replies = await client.ask(call);
      expect(letters(replies)).toBe('VZ');
      expect(replies[0]?.text.slice(4)).toBe('7');
      const wrong = await client.ask(msg('F', int32(1), int16(0), int16(0), int16(0)));
      expect(letters(wrong)).toBe('EZ');
    });
  });
});

describe('the extended protocol', () => {
  it('describes, binds, executes with a limit of rows, and closes', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      await client.ask(query('BEGIN'));
      const first = await client.ask(
        parse('SELECT generate_series(1, 5)', 's'),
        bind([], { portal: 'p', statement: 's' }),
        describePortal('p'),
        execute(2, 'p'),
        sync,
      );
      expect(letters(first)).toBe('12TDDsZ');
      expect(letters(await client.ask(execute(2, 'p'), sync))).toBe('DDsZ');
      expect(letters(await client.ask(execute(2, 'p'), closeStatement('s'), sync))).toBe('DC3Z');
      expect(letters(await client.ask(query('COMMIT')))).toBe('CZ');
    });
  });

  it('answers a Flush without a Sync', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      client.send(parse('SELECT 1'), describePortal(), flush);
      expect(letters(await client.until('E'))).toBe('1E');
      client.send(bind(), execute(), flush);
      expect(letters(await client.ask(sync))).toBe('Z');
      client.replies.length = 0;
      client.send(parse('SELECT 1'), bind(), execute(), flush);
      expect(letters(await client.until('C'))).toBe('12DC');
      expect(await server.settle()).toEqual({ holder: client.id, waiting: [] });
      expect(letters(await client.ask(sync))).toBe('Z');
      expect(await server.settle()).toEqual({ holder: null, waiting: [] });
    });
  });

  it('skips a Query as well after an error, until the Sync', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      const other = await RawClient.open(server);
      client.send(parse('SELECT nonsense'), flush);
      await client.until('E');
      client.send(query('DISCARD ALL'), query('COPY notes FROM STDIN'));
      expect(letters(await client.ask(sync))).toBe('Z');
      client.replies.length = 0;
      client.send(parse('SELECT nonsense'), flush);
      await client.until('E');
      client.send(query('SELECT 2'), parse('SELECT 3'), flush);
      expect(letters(await client.ask(sync))).toBe('Z');
      expect(letters(await other.ask(query('SELECT 1')))).toBe('TDCZ');
    });
  });

  it('refuses a Query behind messages without a Sync, which would break the engine', async () => {
    await serve({}, async (server) => {
      const other = await RawClient.open(server);
      const insert = [parse('INSERT INTO notes VALUES (1)'), bind(), execute()];
      for (const sql of ['SELECT 2', 'DISCARD ALL', 'COPY notes FROM STDIN']) {
        const client = await RawClient.open(server);
        client.send(...insert, query(sql));
        expect(fields((await client.end()).at(-1))).toMatchObject({ S: 'FATAL', C: '08P01' });
        const late = await RawClient.open(server);
        late.send(...insert, flush);
        await late.until('C');
        late.send(query(sql));
        expect(fields((await late.end()).at(-1))).toMatchObject({ S: 'FATAL', C: '08P01' });
        expect(letters(await other.ask(query('SELECT 1')))).toBe('TDCZ');
      }
      const { statements } = await server.audit('SELECT count(*) FROM public.notes');
      expect(statements[0]?.rows).toEqual([['0']]);
    });
  });

  const good = [parse('SELECT $1::int'), bind(['1']), describePortal(), execute(), sync];
  it.each([
    ['Parse', [parse('SELECT nonsense'), bind(), describePortal(), execute(), sync], 'EZ'],
    ['Bind', [parse('SELECT $1::int'), bind(['x']), describePortal(), execute(), sync], '1EZ'],
    ['Describe', [parse('SELECT 1'), bind(), describePortal('p'), execute(), sync], '12EZ'],
    [
      'Execute',
      [
        parse('SELECT 1/(x - $1::int) FROM generate_series(1, 1) x'),
        bind(['1']),
        describePortal(),
        execute(),
        sync,
      ],
      '12TEZ',
    ],
    ['an unknown statement', [bind([], { statement: 'no' }), execute(), sync], 'EZ'],
    ['several statements', [parse('SELECT 1; SELECT 2'), bind(), execute(), sync], 'EZ'],
    [
      'COPY FROM STDIN, which is refused',
      [parse('COPY notes FROM STDIN'), bind(), execute(), sync],
      '12GEZ',
    ],
  ])('after an error in %s skips to Sync, and the next is good', async (_name, bad, expected) => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      expect(letters(await client.ask(...bad))).toBe(expected);
      expect(letters(await client.ask(...good))).toBe('12TDCZ');
      // And in one go: each Sync is answered.
      client.replies.length = 0;
      client.send(...good, ...bad, ...good, ...bad, ...good);
      expect(letters(await client.until('Z', 5))).toBe(
        ['12TDCZ', expected, '12TDCZ', expected, '12TDCZ'].join(''),
      );
    });
  });

  it('keeps prepared statements of each client under its own names', async () => {
    for (const mode of ['transaction', 'direct'] as const) {
      await serve({ mode }, async (server) => {
        const one = await RawClient.open(server);
        const two = await RawClient.open(server);
        expect(letters(await one.ask(parse('SELECT 1', 's'), sync))).toBe('1Z');
        expect(letters(await two.ask(parse(`SELECT 'two'`, 's'), sync))).toBe('1Z');
        const run = [bind([], { statement: 's' }), execute(), sync];
        expect((await one.ask(...run)).find(({ type }) => type === 'D')?.text).toMatch(/1$/);
        expect((await two.ask(...run)).find(({ type }) => type === 'D')?.text).toMatch(/two$/);
        expect(letters(await one.ask(closeStatement('s'), sync))).toBe('3Z');
        expect(letters(await one.ask(...run))).toBe('EZ');
        expect(letters(await two.ask(...run))).toBe('2DCZ');
        // Nor does a client find what one that left had prepared.
        two.send(terminate);
        await two.end();
        expect(letters(await one.ask(...run))).toBe('EZ');
        expect(letters(await one.ask(parse('SELECT 3', 's'), sync))).toBe('1Z');
        expect((await one.ask(...run)).find(({ type }) => type === 'D')?.text).toMatch(/3$/);
      });
    }
  });
});

describe('the end of a connection', () => {
  it('answers what came before Terminate', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      client.send(query('SELECT 1'), terminate, query('SELECT 2'));
      expect(letters(await client.end())).toBe('TDCZ');
      expect(server.events.at(-1)).toMatchObject({ kind: 'disconnected', reason: 'terminate' });
    });
  });

  it('tells every client when the server stops', async () => {
    const client = await serve({}, async (server) => {
      const open = await RawClient.open(server);
      await open.ask(query('BEGIN'));
      open.replies.length = 0;
      return open;
    });
    expect(fields((await client.end())[0])).toMatchObject({ S: 'FATAL', C: '57P01' });
  });
});
