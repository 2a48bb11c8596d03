import { describe, expect, it } from 'vitest';
import {
  bytes,
  copyData,
  copyDone,
  copyFail,
  fields,
  flush,
  int16,
  int32,
  letters,
  msg,
  query,
  RawClient,
  sync,
} from './support/raw-client.ts';
import { servedDatabase } from './support/served.ts';

const { serve } = servedDatabase();

describe('COPY FROM STDIN', () => {
  it('takes the data, in a transaction and outside', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      for (const begin of ['SELECT 1', 'BEGIN']) {
        await client.ask(query(begin));
        client.replies.length = 0;
        client.send(query('COPY notes FROM STDIN'));
        expect(letters(await client.until('G'))).toBe('G');
        client.send(copyData('1\tx\n2'), copyData('\ty\n'), flush, sync);
        expect((await client.ask(copyDone)).map(({ text }) => text)).toEqual([
          'COPY 2|',
          begin === 'BEGIN' ? 'T' : 'I',
        ]);
      }
      await client.ask(query('COMMIT'));
      const { statements } = await server.audit('SELECT count(*) FROM public.notes');
      expect(statements[0]?.rows).toEqual([['4']]);
    });
  });

  it.each([
    ['a table that is not there', 'COPY nothing FROM STDIN', [], '42P01'],
    ['row-level security', 'COPY documents FROM STDIN', [], '0A000'],
    ['bad data', 'COPY notes FROM STDIN', [copyData('x\ty\n'), copyDone], '22P02'],
    ['a client that gives up', 'COPY notes FROM STDIN', [copyFail('no more')], '57014'],
    ['another statement beside it', 'SELECT 1; COPY notes FROM STDIN', [], '57014'],
  ])('ends with an error for %s', async (_name, sql, data, code) => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      client.send(query(sql));
      if (data.length > 0) await client.until('G');
      const replies = data.length > 0 ? await client.ask(...data) : await client.until('Z');
      expect(fields(replies.find(({ type }) => type === 'E')).C).toBe(code);
      expect(letters(await client.ask(query('SELECT 1')))).toBe('TDCZ');
    });
  });

  it('ends a client that sends something else instead of data', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      client.send(query('COPY notes FROM STDIN'));
      await client.until('G');
      client.send(query('SELECT 1'));
      expect(fields((await client.end()).at(-1))).toMatchObject({ S: 'FATAL', C: '08P01' });
      expect(letters(await (await RawClient.open(server)).ask(query('SELECT 1')))).toBe('TDCZ');
    });
  });

  it('ignores data that nobody asked for', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      client.send(copyData('1\tx\n'), copyDone, copyFail('x'));
      expect(letters(await client.ask(query('SELECT 1')))).toBe('TDCZ');
    });
  });
});

describe('a broken message', () => {
  it.each([
    ['of unknown type', msg('z')],
    ['of a type that only servers send', msg('T', int16(0))],
    ['a password that nobody asked for', msg('p', 'secret\0')],
    ['with a length below its own', bytes('Q', int32(3))],
    ['with a negative length', bytes('Q', int32(-1))],
    ['that is oversized', bytes('Q', int32(0x7fffffff))],
    ['that is oversized for its kind', bytes('S', int32(10_001))],
    ['a query without an end', msg('Q', 'SELECT 1')],
    ['a query with something behind it', msg('Q', 'SELECT 1\0more')],
    ['a Parse without types', msg('P', '\0SELECT 1\0')],
    ['a Bind that is cut short', msg('B', '\0\0', int16(0), int16(1), int32(100), 'abc')],
    ['a Bind with a negative length', msg('B', '\0\0', int16(0), int16(1), int32(-2), int16(0))],
    ['a Describe of something', msg('D', 'X\0')],
    ['a function call that is cut short', msg('F', int32(1397), int16(0), int16(1))],
  ])('%s ends its client with 08P01, and only that one', async (_name, broken) => {
    await serve({}, async (server) => {
      const other = await RawClient.open(server);
      const client = await RawClient.open(server);
      await client.ask(query('BEGIN; INSERT INTO notes VALUES (1)'));
      client.send(query('SELECT 1'), broken, query('SELECT 2'));
      const replies = await client.end();
      expect(letters(replies)).toMatch(/TDCZE$/);
      expect(fields(replies.at(-1))).toMatchObject({ S: 'FATAL', V: 'FATAL', C: '08P01' });
      expect(letters(await other.ask(query('SELECT 1')))).toBe('TDCZ');
      expect(server.events.filter(({ kind }) => kind === 'disconnected')).toMatchObject([
        { client: client.id, reason: 'protocol', rolledBack: true },
      ]);
      const { statements } = await server.audit('SELECT count(*) FROM public.notes');
      expect(statements[0]?.rows).toEqual([['0']]);
    });
  });

  it.each([
    ['an object', { hello: 1 }],
    ['text', 'SELECT 1'],
    ['a number', 7],
  ])('%s on the channel ends its client', async (_name, message) => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      client.post(message);
      expect(fields((await client.end()).at(-1)).C).toBe('08P01');
    });
  });

  it('takes text that is no UTF-8 as PostgreSQL does', async () => {
    await serve({}, async (server) => {
      const client = await RawClient.open(server);
      const replies = await client.ask(msg('Q', [0xff, 0xfe, 0]));
      expect(fields(replies[0])).toMatchObject({ S: 'ERROR', C: '22021' });
      expect(letters(await client.ask(query('SELECT 1')))).toBe('TDCZ');
    });
  });
});
