import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace, type OpenWorkspace } from '../../../src/checks/workspace/workspace.ts';
import {
  WORKSPACE_ROWS,
  WorkspaceAnswer,
  type Database,
  type TenantContext,
} from '../../../src/contract/index.ts';
import { openTestDatabase } from '../../support/open-database.ts';
import { ISOLATED, sampleLesson } from '../sample-lesson.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

let open: OpenWorkspace;
const begin = async (): Promise<OpenWorkspace> => {
  await db.renew();
  return openWorkspace(
    db,
    { tenantWasSet: false },
    {
      ...{ lesson: sampleLesson(), files: { 'policies.sql': ISOLATED }, seed: 3 },
      ...{ size: 'any', onProgress: () => undefined },
    },
  );
};
beforeEach(async () => {
  open = await begin();
});

/** As it would arrive in a page. */
const run = async (
  sql: string,
  role = 'app_user',
  context: TenantContext = 'none',
): Promise<WorkspaceAnswer> =>
  WorkspaceAnswer.parse(structuredClone(await open.run({ sql, role, context })));

const rowsOf = ({ results }: WorkspaceAnswer, at = 0): readonly (readonly (string | null)[])[] => {
  const result = results[at];
  return result?.kind === 'rows' ? result.rows : [];
};

const COUNT = 'SELECT count(*) AS many, min(tenant_id::text) AS whose FROM notes';

describe('a text in the console', () => {
  it('is run as its role, in its context', async () => {
    const [, second] = open.told.tenants;
    const all = await run(COUNT, 'postgres');
    expect(rowsOf(await run(COUNT))).toEqual([['0', null]]);
    const own = await run(COUNT, 'app_user', 1);
    expect(own).toMatchObject({ user: 'app_user', setting: second?.id, error: null });
    expect(rowsOf(own)[0]?.[1]).toBe(second?.id);
    expect(Number(rowsOf(own)[0]?.[0])).toBeLessThan(Number(rowsOf(all)[0]?.[0]));
    // Not forced: policies are not asked for the owner.
    expect(rowsOf(await run(COUNT, 'app_owner'))).toEqual(rowsOf(all));
    expect(own.results).toMatchObject([
      {
        columns: [
          { name: 'many', type: 'bigint' },
          { name: 'whose', type: 'text' },
        ],
      },
    ]);
  });

  it('finds the setting NULL before any tenant was set, and empty after', async () => {
    const read = "SELECT current_setting('app.tenant_id', true)";
    expect(rowsOf(await run(read))).toEqual([[null]]);
    expect(rowsOf(await run(read, 'app_user', 'empty'))).toEqual([['']]);
    await run(read, 'app_user', 0);
    expect(await run(read)).toMatchObject({ setting: '', results: [{ rows: [['']] }] });
  });

  it('answers each of its statements, and keeps what it changed', async () => {
    const answer = await run('CREATE TABLE mine (n int); INSERT INTO mine SELECT generate_series(1, 600); TABLE mine', 'app_owner'); // prettier-ignore
    expect(answer.results).toMatchObject([
      { kind: 'done', tag: 'CREATE TABLE' },
      { kind: 'done', tag: 'INSERT 0 600' },
      { kind: 'rows', tag: 'SELECT 600', total: 600 },
    ]);
    expect(rowsOf(answer, 2)).toHaveLength(WORKSPACE_ROWS);
    expect(answer.catalog?.tables.map(({ name }) => name)).toEqual(['mine', 'notes']);
    expect(rowsOf(await run('SELECT count(*) FROM mine', 'postgres'))).toEqual([['600']]);
  });

  it('is told what was refused, and where', async () => {
    const answer = await run('SELECT 1;\nSELECT nobody FROM notes');
    expect(answer.results).toMatchObject([{ rows: [['1']] }]);
    expect(answer.error).toMatchObject({ code: '42703', line: 2, column: 8 });
    const hinted = await run('SELECT bodi FROM notes');
    expect(hinted.error?.hint).toMatch(/notes\.body/);
    expect((await run('SELECT * FROM notes', 'nobody')).error).toMatchObject({ code: '22023' });
    expect((await run('SELECT \0')).error).toMatchObject({ code: '22021' });
  });

  it('leaves no transaction, setting or temporary table to the next', async () => {
    const answer = await run('BEGIN; DELETE FROM notes; SET app.tenant_id = 1', 'postgres');
    expect(answer).toMatchObject({ leftOpen: true, error: null });
    expect(rowsOf(await run('SELECT count(*) > 0 FROM notes', 'postgres'))).toEqual([['t']]);
    expect(await run('SELECT 1')).toMatchObject({ leftOpen: false, setting: '' });
    expect((await run('BEGIN; SELECT 1/0')).leftOpen).toBe(true);
  });

  it('cannot leave its role unless it is the superuser’s', async () => {
    for (const escape of ['RESET ROLE', 'SET ROLE postgres', 'SET SESSION AUTHORIZATION postgres'])
      expect((await run(escape)).error).toMatchObject({ code: '42501' });
    expect(rowsOf(await run('SELECT current_user', 'postgres'))).toEqual([['postgres']]);
  });

  it('brings its notices', async () => {
    const { notices } = await run("DO $$ BEGIN RAISE NOTICE 'seen'; END $$");
    expect(notices).toMatchObject([{ severity: 'NOTICE', message: 'seen' }]);
  });

  it('shows the quals of policies where it is explained as JSON', async () => {
    const { results } = await run('EXPLAIN (FORMAT JSON) SELECT * FROM notes', 'app_user', 0);
    expect(results).toMatchObject([
      { kind: 'plan', root: { title: 'Seq Scan on notes', conditions: [{ name: 'Filter' }] } },
    ]);
    const asText = await run('EXPLAIN SELECT * FROM notes');
    expect(asText.results).toMatchObject([{ kind: 'rows', columns: [{ name: 'QUERY PLAN' }] }]);
  });

  it('offers the roles there are, the application’s first and the superuser last', async () => {
    const { roles } = open.told.catalog;
    expect(roles).toEqual([
      { name: 'app_user', part: 'application', unbound: null },
      { name: 'app_owner', part: 'owner', unbound: null },
      { name: 'postgres', part: null, unbound: 'superuser' },
    ]);
    const { catalog } = await run('CREATE ROLE app_admin BYPASSRLS', 'postgres');
    expect(catalog?.roles[2]).toEqual({ name: 'app_admin', part: null, unbound: 'bypassrls' });
    expect((await run(COUNT, 'app_admin')).error).toMatchObject({ code: '42501' });
  });

  it('leaves a database that is swept by another boot, whatever it did', async () => {
    await run('ALTER ROLE postgres SET search_path = nowhere; CREATE SCHEMA nowhere', 'postgres');
    await db.reset();
    const { statements } = await db.superuser(
      "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = 'nowhere'",
    );
    expect(statements[0]?.rows).toEqual([['0']]);
  });
});
