import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAttack, runChecks, type LessonModule } from '../../src/checks/index.ts';
import { DATA_ROWS, WorldData, type Database } from '../../src/contract/index.ts';
import { openTestDatabase } from '../support/open-database.ts';
import { ISOLATED, PLAN, sampleLesson } from './sample-lesson.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const attacked = async (sql: string, lesson = sampleLesson(), seed = 3) =>
  (await runAttack(db, lesson, { 'policies.sql': sql }, seed)).data;
const checked = async (sql: string, seed = 3) =>
  (await runChecks(db, sampleLesson(), { 'policies.sql': sql }, seed)).data;

/** The sample with this many notes for each tenant. */
function large(count: number): LessonModule {
  const [notes] = PLAN.tables;
  return {
    ...sampleLesson(),
    plan: { ...PLAN, tenantCount: () => 3, tables: [{ ...notes, count: () => count }] },
  };
}

describe('the data of a run', () => {
  it('is every row past the policies, by owner, then by key', async () => {
    const data = await attacked(ISOLATED);
    const [table] = data?.tables ?? [];
    const { columns = [], rows = [], total } = table?.rows ?? {};
    expect(columns).toEqual(['id', 'tenant_id', 'body']);
    expect(total).toBe(rows.length);
    const order = rows.map(({ owner, values }) => [owner ?? -1, values[0]] as const);
    expect(order).toEqual(
      [...order].sort(([a, x], [b, y]) => a - b || String(x).localeCompare(String(y))),
    );
    for (const { owner, values } of rows)
      expect(values[1]).toBe(data?.tenants.find(({ index }) => index === owner)?.id);
    expect(new Set(rows.map(({ owner }) => owner)).size).toBe(data?.tenants.length);
    expect(WorldData.safeParse(data).success).toBe(true);
  });

  it('is the same from the attack and from the check of one seed but for an id, and each time', async () => {
    const data = await attacked(ISOLATED);
    const ofCheck = await checked(ISOLATED);
    // The check's second tenant has an id like the first one's.
    const [alike = '', id = ''] = [ofCheck, data].map((one) => one?.tenants[1]?.id);
    expect(alike).not.toBe(id);
    expect(JSON.parse(JSON.stringify(ofCheck).replaceAll(alike, id))).toEqual(data);
    expect(await attacked(ISOLATED)).toEqual(data);
    expect(await attacked(ISOLATED, sampleLesson(), 4)).not.toEqual(data);
  });

  it('lists as many rows of one tenant as of another where not all fit', async () => {
    const data = await attacked(ISOLATED, large(40));
    const { rows = [], total } = data?.tables[0]?.rows ?? {};
    expect(total).toBe(120);
    expect(rows).toHaveLength(DATA_ROWS);
    const counts = [0, 1, 2].map((index) => rows.filter(({ owner }) => owner === index).length);
    expect(counts).toEqual([17, 17, 16]);
  });

  it('has the policies as the catalog has them, each clause apart', async () => {
    const data = await attacked(`${ISOLATED}
      ALTER TABLE notes FORCE ROW LEVEL SECURITY;
      CREATE POLICY a_move ON notes AS RESTRICTIVE FOR UPDATE TO app_user, app_owner
        USING (true) WITH CHECK (body <> '')`);
    expect(data?.tables[0]?.security).toMatchObject({
      ...{ table: 'notes', owner: 'app_owner', enabled: true, forced: true, unbound: null },
      policies: [
        {
          ...{ name: 'a_move', command: 'UPDATE', permissive: false },
          ...{ roles: ['app_owner', 'app_user'], using: 'true', check: "(body <> ''::text)" },
        },
        {
          ...{ name: 'own', command: 'ALL', permissive: true, roles: ['PUBLIC'], check: null },
          using:
            "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)",
        },
      ],
    });
  });

  it('says why the application’s role is asked for no policy', async () => {
    const owner: LessonModule = {
      ...sampleLesson(),
      plan: { ...PLAN, application: () => 'app_owner' },
    };
    const unbound = async (sql: string) => (await attacked(sql, owner))?.tables[0]?.security;
    expect((await unbound(ISOLATED))?.unbound).toBe('owner');
    const forced = `${ISOLATED}; ALTER TABLE notes FORCE ROW LEVEL SECURITY`;
    expect((await unbound(forced))?.unbound).toBeNull();
  });

  it('is left out where nothing could be run', async () => {
    expect(await attacked('nonsense')).toBeUndefined();
    expect(await checked('nonsense')).toBeUndefined();
  });
});

/** What src/workbook/policy-words.ts says of such policies. */
describe('a policy without a clause', () => {
  const reached = async (policy: string): Promise<number | undefined> => {
    const sql = `ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ${policy}`;
    const { matrix } = await runChecks(db, sampleLesson(), { 'policies.sql': sql }, 3);
    return matrix?.cells.find(({ command, context }) => command === 'SELECT' && context === 'own')
      ?.reached;
  };

  it('admits no row where it is permissive, and takes none away where it is restrictive', async () => {
    expect(await reached('CREATE POLICY none ON notes FOR SELECT')).toBe(0);
    const open = 'CREATE POLICY open ON notes USING (true)';
    const all = await reached(open);
    expect(all).toBeGreaterThan(0);
    expect(await reached(`${open}; CREATE POLICY none ON notes AS RESTRICTIVE FOR SELECT`)).toBe(
      all,
    );
  });
});
