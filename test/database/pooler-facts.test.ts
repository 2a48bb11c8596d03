import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { pgClient, pgPool } from './support/pg-client.ts';
import { servedDatabase } from './support/served.ts';

/** What FACTS of PgBouncer and of settings says, held against our pooler. */

const { db, serve } = servedDatabase();

const titles = async (client: Pick<Client, 'query'>): Promise<unknown> =>
  (await client.query<{ title: string }>('SELECT title FROM documents ORDER BY id')).rows.map(
    ({ title }) => title,
  );

const tenant = async (client: Pick<Client, 'query'>): Promise<unknown> =>
  (await client.query<{ t: unknown }>(`SELECT current_setting('app.tenant_id', true) AS t`)).rows[0]
    ?.t;

const setTenant = (
  client: Pick<Client, 'query'>,
  value: string,
  local: boolean,
): Promise<unknown> =>
  client.query('SELECT set_config($1, $2, $3)', ['app.tenant_id', value, local]);

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('transaction mode', () => {
  it('lets a plain SET survive on the server connection, for the next client to find', async () => {
    await serve({ watch: ['app.tenant_id'] }, async (server) => {
      const acme = await pgClient(server);
      const globex = await pgClient(server);
      await acme.query(`SET app.tenant_id = 'acme'`);
      expect(await titles(globex)).toEqual(['a1', 'a2']);
      const seen = server.events.flatMap((e) =>
        e.kind === 'assigned' ? [e.settings['app.tenant_id']] : [],
      );
      expect(seen.slice(-2)[0] === 'acme' || seen.at(-1) === 'acme').toBe(true);
    });
  });

  it('answers naive concurrent requests with another tenant’s rows, and careful ones never', async () => {
    await serve({}, async (server) => {
      const pool = pgPool(server);
      const naive = async (name: string): Promise<boolean> => {
        const client = await pool.connect();
        try {
          await setTenant(client, name, false);
          const rows = (await titles(client)) as string[];
          return rows.every((title) => title.startsWith(name.slice(0, 1)));
        } finally {
          client.release();
        }
      };
      const careful = async (name: string): Promise<boolean> => {
        const client = await pool.connect();
        try {
          await client.query('BEGIN');
          await setTenant(client, name, true);
          const rows = (await titles(client)) as string[];
          await client.query('COMMIT');
          return rows.length > 0 && rows.every((title) => title.startsWith(name.slice(0, 1)));
        } finally {
          client.release();
        }
      };
      const names = Array.from({ length: 400 }, (_, n) => (n % 2 ? 'acme' : 'globex'));
      expect(await Promise.all(names.map(naive))).toContain(false);
      expect(await Promise.all(names.map(careful))).not.toContain(false);
      await pool.end();
    });
  });

  it('does not run RESET ALL, unless always', async () => {
    for (const [resetQueryAlways, expected] of [
      [false, 'acme'],
      [true, ''],
    ] as const) {
      await serve({ resetQuery: 'RESET ALL', resetQueryAlways }, async (server) => {
        const one = await pgClient(server);
        await setTenant(one, 'acme', false);
        expect(await tenant(await pgClient(server))).toBe(expected);
        const resets = server.events.flatMap((e) => (e.kind === 'released' ? [e.reset] : []));
        expect(new Set(resets)).toEqual(new Set([resetQueryAlways]));
      });
    }
  });

  it('keeps TimeZone and application_name with their client', async () => {
    await serve({}, async (server) => {
      const one = await pgClient(server, 'app_user', { application_name: 'one' });
      const two = await pgClient(server);
      await one.query(`SET TimeZone = 'Europe/Berlin'`);
      const read = async (client: Client): Promise<unknown> =>
        (
          await client.query(
            `SELECT current_setting('TimeZone') AS z, current_setting('application_name') AS a`,
          )
        ).rows[0];
      expect(await read(two)).toEqual({ z: 'UTC', a: '' });
      expect(await read(one)).toEqual({ z: 'Europe/Berlin', a: 'one' });
    });
  });

  it('refuses a startup parameter that PgBouncer does not track', async () => {
    await serve({}, async (server) => {
      const refused = pgClient(server, 'app_user', { options: '-c search_path=evil' });
      await expect(refused).rejects.toMatchObject({
        code: '08P01',
        message: 'unsupported startup parameter in options: search_path',
      });
    });
  });
});

describe('session mode', () => {
  it('is clean with DISCARD ALL, temporary tables and prepared statements included', async () => {
    await serve({ mode: 'session' }, async (server) => {
      const one = await pgClient(server);
      await setTenant(one, 'acme', false);
      await one.query('CREATE TEMP TABLE mine (a int); PREPARE p AS SELECT 1');
      await one.end();
      const two = await pgClient(server);
      expect(await tenant(two)).toBe('');
      expect(await titles(two)).toEqual([]);
      expect(await codeOf(two.query('SELECT * FROM mine'))).toBe('42P01');
      expect(await codeOf(two.query('EXECUTE p'))).toBe('26000');
      await two.end();
    });
  });

  it('leaks with an empty reset query', async () => {
    await serve({ mode: 'session', resetQuery: '' }, async (server) => {
      const one = await pgClient(server);
      await setTenant(one, 'acme', false);
      await one.end();
      expect(await titles(await pgClient(server))).toEqual(['a1', 'a2']);
    });
  });

  it('keeps temporary tables with RESET ALL', async () => {
    await serve({ mode: 'session', resetQuery: 'RESET ALL' }, async (server) => {
      const one = await pgClient(server);
      await setTenant(one, 'acme', false);
      await one.query('CREATE TEMP TABLE mine (a int)');
      await one.end();
      const two = await pgClient(server);
      expect(await tenant(two)).toBe('');
      expect((await two.query('SELECT * FROM mine')).rows).toEqual([]);
    });
  });

  it.each(['DEALLOCATE ALL', `SELECT set_config('app.tenant_id', '', false)`])(
    'runs %s as a reset query',
    async (resetQuery) => {
      await serve({ mode: 'session', resetQuery }, async (server) => {
        const one = await pgClient(server);
        await one.query(`PREPARE p AS SELECT 1; SELECT set_config('app.tenant_id', 'acme', false)`);
        await one.end();
        const two = await pgClient(server);
        const gone = resetQuery === 'DEALLOCATE ALL';
        expect(await tenant(two)).toBe(gone ? 'acme' : '');
        expect(await codeOf(two.query('EXECUTE p'))).toBe(gone ? '26000' : null);
      });
    },
  );

  it('opens another connection when the reset query fails', async () => {
    await serve({ mode: 'session', resetQuery: 'SELECT 1/0' }, async (server) => {
      const one = await pgClient(server);
      await setTenant(one, 'acme', false);
      await one.end();
      expect(await tenant(await pgClient(server))).toBe('');
    });
  });
});

describe('the context of a tenant', () => {
  it('is gone before the next statement with set_config(…, true) and no BEGIN', async () => {
    for (const mode of ['direct', 'session', 'transaction'] as const) {
      await serve({ mode }, async (server) => {
        const client = await pgClient(server);
        await setTenant(client, 'acme', true);
        expect(await titles(client)).toEqual([]);
        expect(await codeOf(client.query(`INSERT INTO documents VALUES (9, 'acme', 'x')`))).toBe(
          '42501',
        );
      });
    }
  });

  it('is NULL on a fresh connection only, and empty after', async () => {
    await db().renew();
    await db().superuser('CREATE ROLE app_user; CREATE ROLE other_user');
    await serve({ watch: ['app.tenant_id'] }, async (server) => {
      const client = await pgClient(server);
      expect(await tenant(client)).toBeNull();
      await client.query('BEGIN');
      await setTenant(client, 'acme', true);
      await client.query('COMMIT');
      expect(await tenant(client)).toBe('');
      for (const end of ['RESET app.tenant_id', 'DISCARD ALL']) {
        await setTenant(client, 'acme', false);
        await client.query(end);
        expect(await tenant(client)).toBe('');
      }
      expect(await codeOf(client.query(`SELECT current_setting('app.tenant_id')::uuid`))).toBe(
        '22P02',
      );
      const seen = server.events.flatMap((e) =>
        e.kind === 'assigned' ? [e.settings['app.tenant_id']] : [],
      );
      expect(seen.slice(0, 2)).toEqual([null, null]);
      expect(seen.at(-1)).toBe('');
    });
  });

  it('stays when the cleaning statement meets a failed transaction: 25P02', async () => {
    await serve({}, async (server) => {
      const pool = pgPool(server, { max: 1 });
      const client = await pool.connect();
      await setTenant(client, 'acme', false);
      await client.query('BEGIN');
      expect(await codeOf(client.query('SELECT 1/0'))).toBe('22012');
      expect(await codeOf(setTenant(client, '', true))).toBe('25P02');
      // release() was skipped: the pool has run dry, and the server connection is held.
      const next = pool.connect();
      expect(pool.waitingCount).toBe(1);
      expect(await server.settle()).toMatchObject({ waiting: [] });
      expect((await server.settle()).holder).not.toBeNull();
      await client.query('ROLLBACK');
      client.release();
      expect(await tenant(await next)).toBe('acme');
    });
  });

  it('cannot be bound in SET: 42601', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      for (const sql of ['SET app.tenant_id = $1', 'SET LOCAL app.tenant_id = $1']) {
        expect(await codeOf(client.query(sql, ['acme']))).toBe('42601');
      }
    });
  });
});

describe('a text of several statements', () => {
  const evil = `SELECT 1; COMMIT; SET app.tenant_id = 'acme'`;

  it('leaves the transaction without parameters, and poisons the connection', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      await client.query('BEGIN');
      await client.query(evil);
      expect(await server.settle()).toEqual({ holder: null, waiting: [] });
      expect(await titles(await pgClient(server))).toEqual(['a1', 'a2']);
    });
  });

  it('is refused with parameters: 42601', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      expect(await codeOf(client.query(`${evil}; SELECT $1`, [1]))).toBe('42601');
      expect(await titles(client)).toEqual([]);
    });
  });

  it('switches the tenant inside one SELECT', async () => {
    await serve({}, async (server) => {
      const client = await pgClient(server);
      const { rows } = await client.query<{ title: string }>(
        `SELECT title FROM documents WHERE set_config('app.tenant_id', 'globex', false) IS NULL
         UNION ALL SELECT title FROM documents`,
      );
      expect(rows).toEqual([{ title: 'g1' }]);
    });
  });
});
