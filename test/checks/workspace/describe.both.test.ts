import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkspace, type OpenWorkspace } from '../../../src/checks/workspace/workspace.ts';
import {
  WorkspaceAnswer,
  type Database,
  type WorkspaceResult,
} from '../../../src/contract/index.ts';
import { openTestDatabase } from '../../support/open-database.ts';
import { ISOLATED, sampleLesson } from '../sample-lesson.ts';

let db: Database;
let open: OpenWorkspace;
beforeAll(async () => {
  db = await openTestDatabase();
  const files = { 'policies.sql': ISOLATED };
  const onProgress = (): void => undefined;
  open = await openWorkspace(
    db,
    { tenantWasSet: false },
    { lesson: sampleLesson(), files, seed: 3, size: 'any', onProgress },
  );
  await open.run({
    sql: `CREATE FUNCTION many() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
          AS 'SELECT count(*) FROM notes'; CREATE VIEW texts AS SELECT body FROM notes`,
    role: 'app_owner',
    context: 'none',
  });
});
afterAll(() => db.close());

const tell = async (sql: string): Promise<WorkspaceAnswer> =>
  WorkspaceAnswer.parse(await open.run({ sql, role: 'app_user', context: 'none' }));

type Rows = Extract<WorkspaceResult, { kind: 'rows' }>;

/** The parts of a description, by their titles. */
const partsOf = ({ results }: WorkspaceAnswer): ReadonlyMap<string, Rows['rows']> =>
  new Map(
    results.flatMap((part) => (part.kind === 'rows' ? [[part.tag, part.rows] as const] : [])),
  );

describe('a backslash command', () => {
  it('lists what there is', async () => {
    const answer = await tell('\\d');
    expect(answer).toMatchObject({ error: null, results: [{ described: true }] });
    expect(partsOf(answer).get('Relations')).toEqual([
      ['public', 'notes', 'table', 'app_owner', 'on, not for the owner'],
      ['public', 'texts', 'view', 'app_owner', null],
    ]);
  });

  it('describes a table, with its policies and who may use it', async () => {
    const answer = await tell('\\d notes');
    expect(answer.results[0]).toEqual({
      kind: 'note',
      text: 'The table public.notes of app_owner. Row-level security is on, not for the owner.',
    });
    const parts = partsOf(answer);
    expect([...parts.keys()]).toEqual([
      ...['Columns', 'Policies', 'Privileges', 'Indexes', 'Constraints'],
    ]);
    expect(parts.get('Columns')?.[1]).toEqual(['tenant_id', 'uuid', 'NOT NULL', '']);
    expect(parts.get('Policies')).toMatchObject([
      ['notes', 'own', 'ALL', 'permissive', 'PUBLIC', expect.stringContaining('tenant_id'), null],
    ]);
    expect(parts.get('Privileges')?.[1]).toEqual([
      ...['notes', 'app_user', 'DELETE, INSERT, SELECT, UPDATE'],
    ]);
    expect(partsOf(await tell('\\d+ public."texts";')).get('Definition')).toHaveLength(1);
  });

  it('tells of rights, roles, schemas and functions', async () => {
    const access = partsOf(await tell('\\dp'));
    expect(partsOf(await tell('\\z'))).toEqual(access);
    expect(access.get('Policies')).toHaveLength(1);
    expect(partsOf(await tell('\\du')).get('Roles')).toEqual([
      ['app_owner', 'NOLOGIN', ''],
      ['app_user', 'LOGIN', ''],
      ['postgres', expect.stringContaining('SUPERUSER'), ''],
    ]);
    expect(partsOf(await tell('\\dn')).get('Schemas')).toContainEqual([
      ...['public', 'pg_database_owner', 'PUBLIC', 'USAGE'],
    ]);
    expect(partsOf(await tell('\\df')).get('Functions')).toEqual([
      [
        ...['public', 'many', '', 'bigint', 'app_owner', 'DEFINER', 'search_path=public'],
        'PUBLIC, app_owner',
      ],
    ]);
  });

  it('answers several, one a line', async () => {
    expect([...partsOf(await tell('\\du\n\n\\dn')).keys()]).toEqual(['Roles', 'Schemas']);
  });

  it('says in a sentence what it does not know', async () => {
    const note = async (sql: string): Promise<unknown> => (await tell(sql)).results;
    expect(await note('\\copy notes')).toEqual([
      {
        kind: 'note',
        text: 'There is no \\copy here. There are \\d, \\d name, \\dt, \\dp, \\z, \\du, \\dn, \\df and \\?.',
      },
    ]);
    expect(await note('\\d nothing')).toEqual([
      { kind: 'note', text: 'There is no table, view or sequence nothing.' },
    ]);
    expect((await tell('\\d a.b.c.d')).error).not.toBeNull();
    expect(await note('\\du app_user')).toMatchObject([{ kind: 'note' }]);
    expect(await note('\\dn\nSELECT 1')).toMatchObject([{ kind: 'rows' }, { kind: 'note' }]);
    expect([...partsOf(await tell('\\?')).keys()]).toEqual(['Commands']);
  });
});
