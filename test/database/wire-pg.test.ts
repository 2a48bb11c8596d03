import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { pgClient, pgConfig, pgPool } from './support/pg-client.ts';
import { bytes, letters, query, RawClient } from './support/raw-client.ts';
import { servedDatabase } from './support/served.ts';

const { db, serve } = servedDatabase();

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('pg', () => {
  it('reads every common type as it does from a server', async () => {
    expect((await db().superuser('CREATE EXTENSION vector')).error).toBeNull();
    await serve({}, async (server) => {
      const client = await pgClient(server);
      const when = new Date('2024-02-29T12:34:56.789Z');
      const { rows } = await client.query(
        `SELECT $1::int AS int, $2::bigint AS bigint, $3::numeric AS numeric, $4::text AS text,
           $5::bool AS bool, $6::bytea AS bytea, $7::json AS json, $8::jsonb AS jsonb,
           $9::uuid AS uuid, $10::timestamptz AS timestamptz, $11::int[] AS ints,
           $12::text[] AS texts, $13::vector AS vector, $14::text AS nothing,
           $15::float8 AS float, $16::date AS date, $17::interval AS interval`,
        [
          -7,
          '9007199254740993',
          '12345678901234567890.0123456789',
          'zażółć 🦉 \\ \' "',
          true,
          Buffer.from([0, 1, 255, 92]),
          { a: [1, null] },
          JSON.stringify([{ b: 'x' }]),
          'b3bb6f0a-3f0a-4a44-9c37-aa3c6e7f0f2d',
          when,
          [1, -2, 3],
          ['a', 'b,"c', 'NULL'],
          '[1,2.5,-3]',
          null,
          0.1,
          '2024-02-29',
          '1 day 02:03:04',
        ],
      );
      expect(rows[0]).toEqual({
        int: -7,
        bigint: '9007199254740993',
        numeric: '12345678901234567890.0123456789',
        text: 'zażółć 🦉 \\ \' "',
        bool: true,
        bytea: Buffer.from([0, 1, 255, 92]),
        json: { a: [1, null] },
        jsonb: [{ b: 'x' }],
        uuid: 'b3bb6f0a-3f0a-4a44-9c37-aa3c6e7f0f2d',
        timestamptz: when,
        ints: [1, -2, 3],
        texts: ['a', 'b,"c', 'NULL'],
        vector: '[1,2.5,-3]',
        nothing: null,
        float: 0.1,
        date: new Date(2024, 1, 29),
        interval: expect.objectContaining({ days: 1, hours: 2 }) as unknown,
      });
      await client.end();
    });
  });

  it('reads binary results', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server, 'app_user', { binary: true } as pg.ClientConfig);
      const { rows } = await client.query('SELECT $1::int AS a, $2::text AS b', [5, 'x']);
      expect(rows).toEqual([{ a: 5, b: 'x' }]);
      await client.end();
    });
  });

  it('uses named prepared statements again', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      for (let n = 0; n < 3; n++) {
        const { rows } = await client.query({
          name: 'twice',
          text: 'SELECT $1::int * 2 AS n',
          values: [n],
        });
        expect(rows).toEqual([{ n: n * 2 }]);
      }
      await client.end();
    });
  });

  it('is told of an error in each phase, and the next query is good', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      const good = async (): Promise<void> => {
        expect((await client.query('SELECT $1::int AS n', [1])).rows).toEqual([{ n: 1 }]);
      };
      const parseError = client.query('SELECT nonsense, $1', [1]);
      await expect(parseError).rejects.toMatchObject({
        code: '42703',
        severity: 'ERROR',
        position: '8',
      });
      await good();
      expect(await codeOf(client.query('SELECT $1::int', ['x']))).toBe('22P02');
      await good();
      expect(await codeOf(client.query('SELECT 1/$1::int', [0]))).toBe('22012');
      await good();
      expect(await codeOf(client.query('SELECT * FROM nowhere'))).toBe('42P01');
      await good();
      await expect(
        client.query('INSERT INTO documents VALUES (1, $1, $2)', ['acme', 'x']),
      ).rejects.toMatchObject({ code: '42501' });
      await good();
      // Too few parameters.
      expect(await codeOf(client.query('SELECT $1::int, $2::int', [1]))).toBe('08P01');
      await good();
      await client.end();
    });
  });

  it('pipelines queries, with errors among them', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          n % 7 === 3
            ? codeOf(client.query('SELECT 1/$1::int', [0]))
            : client
                .query('SELECT $1::int AS n', [n])
                .then(({ rows }) => (rows[0] as { n: number }).n),
        ),
      );
      expect(results).toEqual(Array.from({ length: 50 }, (_, n) => (n % 7 === 3 ? '22012' : n)));
      await client.end();
    });
  });

  it('takes a hundred thousand rows, and values of ten megabytes both ways', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      const many = await client.query(
        `SELECT n, 'row ' || n AS t FROM generate_series(1, 100000) n`,
      );
      expect(many.rows).toHaveLength(100_000);
      expect(many.rows.at(-1)).toEqual({ n: 100_000, t: 'row 100000' });
      const big = 'x'.repeat(10_000_000);
      const { rows } = await client.query('SELECT $1::text AS big, length($1) AS n', [big]);
      expect(rows).toEqual([{ big, n: big.length }]);
      const blob = Buffer.alloc(10_000_000, 7);
      const back = await client.query<{ b: Buffer }>('SELECT $1::bytea AS b', [blob]);
      expect(back.rows[0]?.b.equals(blob)).toBe(true);
      // The events keep a piece of it only.
      const kept = server.events.map((event) => JSON.stringify(event).length);
      expect(Math.max(...kept)).toBeLessThan(50_000);
      await client.end();
    });
  });

  it('serves a thousand clients', async () => {
    await serve({}, async (server) => {
      const clients = await Promise.all(Array.from({ length: 1000 }, () => pgClient(server)));
      const answers = await Promise.all(
        clients.map((client, n) => client.query('SELECT $1::int AS n', [n])),
      );
      expect(answers.map(({ rows }) => (rows[0] as { n: number }).n)).toEqual(
        clients.map((_, n) => n),
      );
      await Promise.all(clients.map((client) => client.end()));
    });
  });

  it('hears notices and notifications', async () => {
    await serve({ mode: 'session' }, async (server) => {
      const client = await pgClient(server);
      const heard: unknown[] = [];
      client.on('notice', ({ message, code }) => heard.push([message, code]));
      client.on('notification', ({ channel, payload }) => heard.push([channel, payload]));
      await client.query('LISTEN news');
      await client.query(`SELECT pg_notify('news', $1)`, ['hello']);
      await client.query(`DO $$ BEGIN RAISE NOTICE 'a notice'; END $$`);
      expect(heard).toEqual([
        ['news', 'hello'],
        ['a notice', '00000'],
      ]);
      await client.end();
    });
  });

  it('gets a refusal for an unknown user, and for one client too many', async () => {
    await serve({ maxClients: 2 }, async (server) => {
      expect(await codeOf(pgClient(server, 'stranger'))).toBe('28P01');
      const one = await pgClient(server);
      await pgClient(server);
      expect(await codeOf(pgClient(server))).toBe('53300');
      await one.end();
      expect((await server.settle()).holder).toBeNull();
      expect((await (await pgClient(server)).query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    });
  });

  it('uses transactions through a pool', async () => {
    await serve({}, async (server) => {
      const pool = pgPool(server);
      const inTenant = async (tenant: string): Promise<unknown[]> => {
        const client = await pool.connect();
        try {
          await client.query('BEGIN');
          await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenant]);
          const { rows } = await client.query<{ title: string }>(
            'SELECT title FROM documents ORDER BY id',
          );
          await client.query('COMMIT');
          return rows.map(({ title }) => title);
        } finally {
          client.release();
        }
      };
      const all = await Promise.all(
        Array.from({ length: 200 }, (_, n) => inTenant(n % 2 ? 'acme' : 'globex')),
      );
      expect(all).toEqual(all.map((_, n) => (n % 2 ? ['a1', 'a2'] : ['g1'])));
      await pool.end();
    });
  });
});

describe('a client of pg that cancels', () => {
  it('takes back a query that waits, and cannot stop one that runs', async () => {
    await serve({}, async (server) => {
      const holder = await pgClient(server);
      await holder.query('BEGIN');
      const client = await pgClient(server);
      const waiting = codeOf(client.query('SELECT 1'));
      const { processID, secretKey } = client as unknown as {
        processID: number;
        secretKey: number;
      };
      while (!(await server.settle()).waiting.includes(processID)) await setImmediate();
      // Wrong secrets are ignored without a word.
      for (const secret of [secretKey + 1, secretKey]) {
        const raw = new RawClient(server);
        const body = Buffer.alloc(16);
        body.writeInt32BE(16, 0);
        body.writeInt32BE((1234 << 16) | 5678, 4);
        body.writeInt32BE(processID, 8);
        body.writeInt32BE(secret | 0, 12);
        raw.send(body);
        expect(await raw.end()).toEqual([]);
      }
      expect(await waiting).toBe('57014');
      await holder.query('COMMIT');
      expect((await client.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    });
  });
});

describe('garbage', () => {
  it('never disturbs another client', async () => {
    await serve({}, async (server) => {
      const other = await pgClient(server);
      const letter = fc.constantFrom(...'QPBEDCSHFXdcfpz\0'.split(''));
      const framed = fc.tuple(letter, fc.uint8Array({ maxLength: 40 })).map(([type, body]) => {
        const length = Buffer.alloc(4);
        length.writeInt32BE(body.length + 4);
        return bytes(type, length, body);
      });
      const sensible = fc.constantFrom(query('BEGIN'), query('SELECT 1/0'), query('SELECT 1'));
      const chunk = fc.oneof(framed, fc.uint8Array({ maxLength: 60 }), sensible);
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          fc.array(chunk, { maxLength: 8 }),
          async (loggedIn, chunks) => {
            const client = loggedIn ? await RawClient.open(server) : new RawClient(server);
            for (const part of chunks) client.send(part);
            client.post(null);
            await client.end();
            expect((await other.query('SELECT $1::int AS n', [1])).rows).toEqual([{ n: 1 }]);
            expect(await server.settle()).toEqual({ holder: null, waiting: [] });
          },
        ),
        { numRuns: 300 },
      );
      expect(letters(await (await RawClient.open(server)).ask(query('SELECT 1')))).toBe('TDCZ');
    });
  });
});

describe('a server that died', () => {
  it('tells every client, and the next boot serves again', async () => {
    const served = serve({}, async (server) => {
      const other = await pgClient(server);
      const client = await pgClient(server);
      const codes = [
        codeOf(
          client.query(
            `CREATE FUNCTION pg_temp.f(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN pg_temp.f(i + 1); END $$;
             SELECT pg_temp.f(1)`,
          ),
        ),
        codeOf(other.query('SELECT 1')),
      ];
      expect(await Promise.all(codes)).toEqual(['57P02', '57P02']);
      await expect(server.settle()).rejects.toMatchObject({ fault: { code: 'database-died' } });
    });
    await expect(served).rejects.toMatchObject({ fault: { code: 'database-died' } });
    await db().renew();
    await db().superuser('CREATE ROLE app_user; CREATE ROLE other_user');
    await serve({}, async (server) => {
      expect((await (await pgClient(server)).query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    });
  });
});

describe('pg without a server behind it', () => {
  it('is told at once when nobody serves any more', async () => {
    const server = await serve({}, (open) => Promise.resolve(open));
    const client = new pg.Client(pgConfig(server));
    client.on('error', () => undefined);
    await expect(client.connect()).rejects.toThrow('Connection terminated');
  });
});
