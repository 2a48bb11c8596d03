import type { Client } from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { HOSTILE } from './hostile.ts';
import { pgClient } from './support/pg-client.ts';
import { bind, execute, parse, query, RawClient, sync } from './support/raw-client.ts';
import { servedDatabase } from './support/served.ts';

const { db, serve } = servedDatabase();

/** The owner of the tables as a login user, since it can make functions and triggers. */
const USERS = { app_owner: 'app_owner', app_user: 'app_user' };

/** The table that the hostile statements know: theirs, and under no policy. */
beforeEach(async () => {
  const { error } = await db().superuser(
    `DROP TABLE public.documents; SET ROLE app_owner;
     CREATE TABLE public.documents (id int PRIMARY KEY, tenant_id uuid, title text);
     GRANT SELECT, INSERT, UPDATE, DELETE ON public.documents TO app_user;
     INSERT INTO public.documents VALUES (1, NULL, 'one')`,
  );
  expect(error).toBeNull();
});

/** Every privileged fact about roles, as the superuser reads it. */
const RIGHTS = `
  SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolconfig FROM pg_catalog.pg_roles
  WHERE rolname !~ '^pg_' ORDER BY rolname`;

const rights = async (): Promise<unknown> => (await db().superuser(RIGHTS)).statements[0]?.rows;

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error as { code?: unknown }).code,
  );

const who = async (client: Client): Promise<unknown> =>
  (await client.query<{ who: string }>('SELECT current_user AS who')).rows[0]?.who;

async function cleanAfterwards(before: unknown): Promise<void> {
  expect(await rights()).toEqual(before);
  const { statements } = await db().superuser(
    `SELECT current_user, session_user, current_setting('search_path'),
       (SELECT count(*) FROM pg_catalog.pg_cursors WHERE name = 'held'),
       (SELECT count(*) FROM pg_catalog.pg_prepared_statements),
       (SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory'),
       (SELECT count(*) FROM pg_catalog.pg_class WHERE relpersistence = 't')`,
  );
  expect(statements[0]?.rows).toEqual([['postgres', 'postgres', 'public', '0', '0', '0', '0']]);
}

/** As a whole query a client may say it: the pooler has the superuser run it, and confines anew. */
const allowed = (sql: string, code: string | null): string | null =>
  sql === 'DISCARD ALL' ? null : code;

describe.each(['transaction', 'session', 'direct'] as const)('hostile SQL in %s mode', (mode) => {
  it.each(HOSTILE)('gains nothing by $tries, nor does whoever comes next', async (hostile) => {
    const { sql, refusedWith } = hostile;
    const before = await rights();
    await serve({ mode, users: USERS }, async (server) => {
      const owner = await pgClient(server, 'app_owner');
      expect(await codeOf(owner.query(sql))).toBe(allowed(sql, refusedWith));
      await owner.query('ROLLBACK');
      expect(await who(owner)).toBe('app_owner');
      await owner.end();
      const next = await pgClient(server, 'app_user');
      await codeOf(next.query('INSERT INTO public.documents VALUES (50, NULL, $1)', ['x']));
      await codeOf(next.query('SELECT * FROM public.documents'));
      await codeOf(next.query('SELECT 1/0'));
      expect(await who(next)).toBe('app_user');
      await next.end();
      const truth = await server.audit('SELECT current_user');
      expect(truth.statements[0]?.rows[0]?.[0]).toBe('leakproof_auditor');
    });
    await cleanAfterwards(before);
  });

  it('does not change how the auditor’s own text is read', async () => {
    await serve({ mode, users: USERS }, async (server) => {
      const client = await pgClient(server, 'app_user');
      await client.query('SET standard_conforming_strings = off');
      const { statements, error } = await server.audit(String.raw`SELECT 'a\b'; SELECT 'two'`);
      expect(error).toBeNull();
      expect(statements.map(({ rows }) => rows)).toEqual([[[String.raw`a\b`]], [['two']]]);
      await client.end();
    });
  });

  it('gains nothing in the extended protocol, pipelined', async () => {
    const before = await rights();
    await serve({ mode, users: USERS }, async (server) => {
      const client = await RawClient.open(server, { user: 'app_owner' });
      for (const { sql } of HOSTILE) {
        client.replies.length = 0;
        // Each statement by itself, then who one is; then all in one go without a Sync between.
        const parts = sql.includes('$$') ? [sql] : sql.split(';');
        const steps = parts.flatMap((part) => [parse(part), bind(), execute()]);
        const ask = [parse('SELECT current_user'), bind(), execute(), sync];
        client.send(...steps, sync, ...ask, query('ROLLBACK'), ...ask);
        const replies = await client.until('Z', 4);
        const last = replies.findLast(({ type }) => type === 'D');
        expect(last?.text.slice(6)).toContain('app_owner');
      }
    });
    await cleanAfterwards(before);
  });
});

describe('what a client leaves behind', () => {
  it('gives the next user nothing: cursors, statements, locks, temporary views', async () => {
    const before = await rights();
    await serve({ users: USERS }, async (server) => {
      const owner = await pgClient(server, 'app_owner');
      await owner.query('SELECT pg_advisory_lock(1); LISTEN x');
      await owner.query(`DECLARE held CURSOR WITH HOLD FOR SELECT current_user`);
      await owner.query({ name: 'left', text: 'SELECT current_user' });
      const next = await pgClient(server, 'app_user');
      await next.query('CREATE TEMP VIEW documents AS SELECT 1 AS mine');
      expect(await codeOf(next.query('FETCH held'))).toBe('34000');
      expect(await codeOf(next.query('EXECUTE "left"'))).toBe('26000');
      expect((await next.query('SELECT pg_try_advisory_lock(1) AS free')).rows).toEqual([
        { free: true },
      ]);
      // The auditor names its tables with their schema, and what is temporary deceives nobody else.
      const { statements } = await server.audit('SELECT count(*) FROM public.documents');
      expect(statements[0]?.rows).toEqual([['1']]);
    });
    await cleanAfterwards(before);
  });

  it('is held across the commit of a transaction with a deferred trap', async () => {
    const before = await rights();
    await serve({ users: USERS, resetQueryAlways: true }, async (server) => {
      const owner = await pgClient(server, 'app_owner');
      await owner.query(
        `CREATE FUNCTION climb() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           ALTER ROLE app_user SUPERUSER; RETURN NULL;
         EXCEPTION WHEN insufficient_privilege THEN RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER late AFTER INSERT ON notes
           DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION climb()`,
      );
      await owner.query('BEGIN');
      await owner.query('INSERT INTO notes VALUES (1)');
      await owner.query('COMMIT');
      await owner.query('BEGIN');
      await owner.query('INSERT INTO notes VALUES (2)');
      await owner.query('DISCARD ALL').catch(() => undefined);
      await owner.end();
    });
    await cleanAfterwards(before);
  });

  it('cannot use its own DISCARD ALL to leave its role', async () => {
    const before = await rights();
    await serve({ users: USERS }, async (server) => {
      const owner = await pgClient(server, 'app_owner');
      for (const sql of [
        'DISCARD ALL',
        ' discard  all ; ',
        'DISCARD ALL; ALTER ROLE app_user SUPERUSER',
      ]) {
        await codeOf(owner.query(sql));
        expect(await who(owner)).toBe('app_owner');
        expect(await codeOf(owner.query('ALTER ROLE app_user SUPERUSER'))).toBe('42501');
      }
      await owner.query('BEGIN');
      expect(await codeOf(owner.query('DISCARD ALL'))).not.toBeNull();
      await owner.query('ROLLBACK');
      expect(await codeOf(owner.query('SET ROLE postgres'))).toBe('42501');
    });
    await cleanAfterwards(before);
  });
});
