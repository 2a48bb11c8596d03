import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { pgClient } from './support/pg-client.ts';
import { query, RawClient, terminate } from './support/raw-client.ts';
import { servedDatabase } from './support/served.ts';

/** Whose session it is: users that share nothing, and clients with a server session of their own. */

const { db, serve } = servedDatabase();

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error as { code?: unknown }).code,
  );

const one = async (client: Client, sql: string): Promise<unknown> =>
  Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];

describe('users', () => {
  it('never share a session', async () => {
    await serve({ watch: ['app.x'] }, async (server) => {
      const app = await pgClient(server);
      const other = await pgClient(server, 'other_user');
      await app.query(`SET app.x = 'app'; CREATE TEMP TABLE mine (a int); PREPARE p AS SELECT 1`);
      expect(await one(other, 'SELECT current_user')).toBe('other_user');
      expect(await one(other, `SELECT current_setting('app.x', true)`)).toBe('');
      expect(await codeOf(other.query('SELECT * FROM mine'))).toBe('42P01');
      expect(await codeOf(other.query('EXECUTE p'))).toBe('26000');
      expect(await one(app, 'SELECT current_user')).toBe('app_user');
      expect(server.events.flatMap((e) => (e.kind === 'assigned' ? [e.role] : []))).toEqual([
        'app_user', 'other_user', 'other_user', 'other_user', 'other_user', 'app_user',
      ]); // prettier-ignore
    });
  });

  it.each([
    ['missing', 'nobody'],
    ['exempt', 'leakproof_auditor'],
    ['superuser', 'postgres'],
  ])('cannot be given a role that is %s', async (_name, role) => {
    const served = serve({ users: { app: role } }, () => Promise.resolve());
    await expect(served).rejects.toMatchObject({ fault: { code: 'role-unusable' } });
    expect((await db().superuser('SELECT 1')).error).toBeNull();
  });
});

describe('direct mode', () => {
  it('gives each client settings and prepared statements of its own', async () => {
    await serve({ mode: 'direct' }, async (server) => {
      const a = await pgClient(server, 'app_user', {
        options: '-c app.from_options=yes -c work_mem=2MB',
      });
      const b = await pgClient(server);
      for (const [client, name] of [
        [a, 'acme'],
        [b, 'globex'],
      ] as const) {
        await client.query('SELECT set_config($1, $2, false)', ['app.tenant_id', name]);
        await client.query(`SET search_path = public, ${name}`);
        await client.query(`PREPARE who AS SELECT '${name}'`);
        await client.query({ name: 'mine', text: `SELECT '${name}' AS n` });
      }
      for (let round = 0; round < 2; round++) {
        for (const [client, name] of [
          [a, 'acme'],
          [b, 'globex'],
        ] as const) {
          expect(await one(client, `SELECT current_setting('app.tenant_id')`)).toBe(name);
          expect(await one(client, 'SHOW search_path')).toBe(`public, ${name}`);
          expect(await one(client, 'EXECUTE who')).toBe(name);
          expect(
            (await client.query({ name: 'mine', text: `SELECT '${name}' AS n` })).rows,
          ).toEqual([{ n: name }]);
          expect(await one(client, 'SHOW work_mem')).toBe(client === a ? '2MB' : '4MB');
          expect(await one(client, `SELECT current_setting('app.from_options', true)`)).toBe(
            client === a ? 'yes' : '',
          );
        }
      }
      expect(
        await one(await pgClient(server), `SELECT current_setting('app.tenant_id', true)`),
      ).toBe('');
    });
  });

  it('keeps a setting that a function makes', async () => {
    await db().superuser(
      `CREATE FUNCTION public.enter(t text) RETURNS text LANGUAGE sql AS $$ SELECT set_config('hidden.tenant', t, false) $$`,
    );
    await serve({ mode: 'direct' }, async (server) => {
      const a = await pgClient(server);
      const b = await pgClient(server);
      await a.query('SELECT enter($1)', ['acme']);
      const read = `SELECT current_setting('hidden.' || 'tenant', true)`;
      expect(await one(b, read)).toBe('');
      expect(await one(a, read)).toBe('acme');
    });
  });

  it('tells of a client once, from its first turn to its end', async () => {
    await serve({ mode: 'direct', watch: ['app.x'] }, async (server) => {
      const a = await RawClient.open(server);
      const b = await RawClient.open(server);
      await a.ask(query(`SET app.x = 'a'`));
      await b.ask(query(`SET app.x = 'b'`));
      await a.ask(query('SELECT 1'));
      a.send(terminate);
      await a.end();
      await server.settle();
      const kinds = server.events.filter(({ kind }) => kind === 'assigned' || kind === 'released');
      expect(kinds).toMatchObject([
        { kind: 'assigned', client: a.id },
        { kind: 'assigned', client: b.id, settings: { 'app.x': '' } },
        { kind: 'released', client: a.id, settings: { 'app.x': 'a' }, reset: false },
      ]);
    });
  });

  it('ends a client whose startup settings the server refuses', async () => {
    await serve({ mode: 'direct' }, async (server) => {
      const client = await pgClient(server, 'app_user', { options: '-c nonsense=1' });
      expect(await codeOf(client.query('SELECT 1'))).toBe('42704');
    });
  });
});
