import { describe, expect, it } from 'vitest';
import {
  held,
  runChecks,
  type AppCheck,
  type AppLab,
  type WorldPlan,
} from '../../src/checks/index.ts';
import type { CallAttempt } from '../../src/checks/app/api.ts';
import { findRows, telltales } from '../../src/checks/app/found-rows.ts';
import { readPlain } from '../../src/checks/app/plain-texts.ts';
import { drawWorld } from '../../src/checks/index.ts';
import type { WorldSize } from '../../src/checks/world.ts';
import type { Tenant } from '../../src/contract/index.ts';
import { useNodeRealms } from '../support/node-realms.ts';
import { planOf, sampleApp } from './sample-app.ts';

/** Tenants known by the handles that they chose: short ones, and words. */
const PLAN: WorldPlan = {
  ...planOf(),
  tenants: (drawn) => drawn.map(({ name }) => ({ name, id: name.slice(0, 3).toLowerCase() })),
};

const SETUP = `
  CREATE ROLE app_owner NOLOGIN;
  CREATE ROLE app_user LOGIN;
  GRANT USAGE, CREATE ON SCHEMA public TO app_owner;
  SET ROLE app_owner;
  CREATE TABLE public.notes (id int PRIMARY KEY, tenant_id text NOT NULL, body text NOT NULL);
  GRANT SELECT, INSERT ON public.notes TO app_user;
  RESET ROLE`;

describe('the id of a tenant that is a word', () => {
  const world = drawWorld(PLAN, 4);
  const [reader, other] = world.tenants;
  const known = telltales(world, PLAN.tables, []);
  const find = (value: Parameters<typeof readPlain>[0]) =>
    findRows(readPlain(value), [reader.id], known, reader.index);

  it('is drawn by the lesson', () => {
    expect(other.id).toBe(other.name.slice(0, 3).toLowerCase());
  });

  it('gives nobody away where it stands in a text, by itself or inside a word', () => {
    expect(find({ title: `about ${other.id}`, note: other.id, body: `x${other.id}y` })).toEqual([]);
  });

  it('gives its tenant away in the column that says whose row it is', () => {
    expect(find([{ tenant_id: other.id, n: 1 }])).toMatchObject([
      { table: 'tenant', key: other.id, owner: other.index, foreign: true },
    ]);
    expect(find([{ tenant_id: reader.id }])).toEqual([]);
  });
});

describe('the ids of the first two tenants', () => {
  const idsOf = (size: WorldSize): [string, string] => {
    const [first, second] = drawWorld(planOf(), 4, size).tenants;
    return [first.id, second.id];
  };

  it('begin and end alike where a world is no small one', () => {
    const [first, second] = idsOf('any');
    expect(second).not.toBe(first);
    expect([second.slice(0, 17), second.slice(18)]).toEqual([first.slice(0, 17), first.slice(18)]);
  });

  it('differ where people read them', () => {
    for (const size of ['smallest', 'second', 'attack'] as const) {
      const [first, second] = idsOf(size);
      expect(second.slice(0, 8)).not.toBe(first.slice(0, 8));
    }
  });
});

describe('a tenant that signed up since the world was drawn', () => {
  const app = useNodeRealms();
  const NOTES = {
    'notes.ts': `
      import { Pool } from 'pg';
      const pool = new Pool({ connectionString: process.env.DATABASE_URL });
      export const add = (tenant: string, id: number, body: string) =>
        pool.query('INSERT INTO notes VALUES ($2, $1, $3)', [tenant, id, body]).then(() => null);
      export const read = async (id: number) =>
        (await pool.query('SELECT body FROM notes WHERE id = $1', [id])).rows;`,
  };

  it('owns what it adds, until the next start', async () => {
    const seen: CallAttempt[] = [];
    const run: AppCheck['run'] = async (lab: AppLab) => {
      const [first, second] = lab.world.tenants;
      const guest: Tenant = { ...first, id: `${first.id}:eu` };
      const call = (as: Tenant, name: string, args: (string | number)[]) =>
        lab.call({ as, module: 'notes.ts', name, args, show: name });
      seen.push(await call(guest, 'add', [guest.id, 7, 'a plan that nobody else has']));
      seen.push(await call(second, 'read', [7]));
      seen.push(await call(guest, 'read', [7]));
      await lab.fresh();
      seen.push(await call(second, 'read', [7]));
      return held('3 calls.');
    };
    const lesson = sampleApp(
      [{ app: true, id: 'guest', kind: 'holds', title: '', explanation: '', run }],
      PLAN,
    );
    const verdict = await runChecks(
      app.db,
      { ...lesson, setupSql: SETUP },
      NOTES,
      3,
      { tenantWasSet: false },
      () => undefined,
      app.realms.run(NOTES),
    );
    expect(verdict).toMatchObject({ fault: null, passed: true });
    const [added, foreign, own, afterwards] = seen;
    expect(added).toMatchObject({ changes: [{ ownerAfter: 0 }], foreignChanges: [] });
    expect(foreign?.foreign).toMatchObject([{ key: '7', owner: 0, foreign: true }]);
    expect(own).toMatchObject({ found: [{ key: '7', owner: 0, foreign: false }], foreign: [] });
    expect(afterwards?.found).toEqual([]);
  });
});
