import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/contract/index.ts';
import { openTestDatabase } from '../support/open-database.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(async () => {
  await db.close();
});
beforeEach(() => db.reset());

describe('a database', () => {
  it('is PostgreSQL 18.6 with pgvector 0.8.7', async () => {
    expect(db.versions).toEqual({ server: '18.6', vector: '0.8.7' });
    const { statements } = await db.superuser(
      `CREATE EXTENSION vector; SELECT '[1,2]'::vector <-> '[1,4]'::vector`,
    );
    expect(statements.at(-1)?.rows).toEqual([['2']]);
  });

  it('answers in PostgreSQL’s text format, with NULL told from the empty string', async () => {
    const { statements } = await db.superuser(
      `SELECT 9007199254740993::bigint, NULL, '', 'zażółć 🦉', true`,
    );
    expect(statements[0]).toMatchObject({
      tag: 'SELECT 1',
      rowCount: 1,
      rows: [['9007199254740993', null, '', 'zażółć 🦉', 't']],
    });
  });

  it('counts a million rows and keeps the first five hundred', async () => {
    const { statements } = await db.superuser('SELECT generate_series(1, 1000000)', {
      maxRows: 500,
    });
    expect(statements[0]?.rowCount).toBe(1_000_000);
    expect(statements[0]?.rows).toHaveLength(500);
    expect(statements[0]?.rows.at(-1)).toEqual(['500']);
  });

  it('carries a value of ten megabytes', async () => {
    const { statements } = await db.superuser(`SELECT repeat('x', 10000000)`);
    expect(statements[0]?.rows[0]?.[0]).toHaveLength(10_000_000);
  });

  it('keeps what was answered before an error, and the error’s SQLSTATE and position', async () => {
    const result = await db.superuser('SELECT 1; SELECT nonsense');
    expect(result.statements.map((statement) => statement.tag)).toEqual(['SELECT 1']);
    expect(result.error).toMatchObject({ code: '42703', position: 18, severity: 'ERROR' });
    expect(result.transaction).toBe('idle');
  });

  it('tells of a transaction that was left open', async () => {
    expect((await db.superuser('BEGIN')).transaction).toBe('open');
    expect((await db.superuser('SELECT 1')).transaction).toBe('idle');
  });

  it('reports notices', async () => {
    const { notices } = await db.superuser(`DO $$ BEGIN RAISE NOTICE 'hello'; END $$`);
    expect(notices).toMatchObject([{ severity: 'NOTICE', message: 'hello' }]);
  });

  it.each([
    ['an empty text', '', []],
    ['only a comment', '-- nothing', []],
  ])('takes %s', async (_name, sql, statements) => {
    expect(await db.superuser(sql)).toMatchObject({ statements, error: null });
  });

  it('goes on after COPY FROM STDIN, which gets no data', async () => {
    await db.superuser('CREATE TABLE public.t (a int)');
    const result = await db.superuser('COPY public.t FROM STDIN');
    expect(result.error?.code).toBe('57014');
    expect((await db.superuser('SELECT 1')).error).toBeNull();
  });

  it('queues calls that overlap', async () => {
    await db.superuser('CREATE ROLE app_user');
    const [one, two] = await Promise.all([
      db.confined('app_user', (run) => run('SELECT current_user')),
      db.superuser('SELECT current_user'),
    ]);
    expect(one.statements[0]?.rows).toEqual([['app_user']]);
    expect(two.statements[0]?.rows).toEqual([['postgres']]);
  });
});

describe('a reset', () => {
  const LEFT_BEHIND = [
    ['a role with settings', `CREATE ROLE r; ALTER ROLE r SET search_path = 'x'`],
    ['a schema of the superuser', 'CREATE SCHEMA s; CREATE TABLE s.t (a int)'],
    [
      'a function and a type',
      `CREATE TYPE mood AS ENUM ('ok'); CREATE FUNCTION f() RETURNS mood LANGUAGE sql AS $$ SELECT 'ok'::mood $$`,
    ],
    [
      'the extension',
      'CREATE EXTENSION vector; CREATE TABLE t (v vector(3)); CREATE INDEX ON t USING hnsw (v vector_l2_ops)',
    ],
    [
      'default privileges',
      'CREATE ROLE r; ALTER DEFAULT PRIVILEGES FOR ROLE r GRANT ALL ON TABLES TO PUBLIC',
    ],
    [
      'default privileges that name two roles',
      'CREATE ROLE r; CREATE ROLE s; ALTER DEFAULT PRIVILEGES FOR ROLE r GRANT ALL ON TABLES TO s',
    ],
    ['a large object', 'SELECT lo_from_bytea(0, decode($$00$$, $$hex$$))'],
    [
      'an event trigger',
      'CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION e()',
    ],
    ['a setting of the database', `ALTER DATABASE postgres SET work_mem = '2MB'`],
    ['a grant on the database', 'GRANT TEMPORARY ON DATABASE postgres TO PUBLIC'],
    ['an altered built-in role', 'ALTER ROLE leakproof_auditor SUPERUSER'],
  ] as const;

  const FACTS = `
    SELECT (SELECT count(*) FROM pg_class WHERE oid >= 16384), (SELECT count(*) FROM pg_proc WHERE oid >= 16384),
      (SELECT count(*) FROM pg_namespace), (SELECT string_agg(rolname || rolsuper, ',' ORDER BY rolname) FROM pg_roles),
      (SELECT count(*) FROM pg_db_role_setting), (SELECT count(*) FROM pg_largeobject_metadata),
      (SELECT datacl::text FROM pg_database), (SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'),
      (SELECT count(*) FROM pg_event_trigger), (SELECT count(*) FROM pg_default_acl), current_setting('work_mem')`;

  it.each(LEFT_BEHIND)('leaves nothing of %s', async (_name, sql) => {
    const before = (await db.superuser(FACTS)).statements[0]?.rows;
    expect((await db.superuser(sql)).error).toBeNull();
    await db.reset();
    expect((await db.superuser(FACTS)).statements[0]?.rows).toEqual(before);
  });

  it('survives a database that died', async () => {
    await db.superuser(`CREATE TABLE t (a int)`);
    await db.superuser(`COPY t TO PROGRAM 'cat'`).catch(() => undefined);
    await db.reset();
    expect((await db.superuser('SELECT 1')).statements[0]?.rows).toEqual([['1']]);
  });
});
