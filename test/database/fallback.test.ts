import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadAssets } from '../support/open-database.ts';

let db: Database;
beforeAll(async () => {
  db = await openDatabase(await loadAssets(), 'session-authorization');
});
afterAll(async () => {
  await db.close();
});
beforeEach(async () => {
  await db.reset();
  const setup = await db.superuser(
    `CREATE ROLE app_user LOGIN; CREATE TABLE public.t (a int); GRANT ALL ON public.t TO app_user`,
  );
  expect(setup.error).toBeNull();
});

describe('the fallback, where the build lacks SetUserIdAndSecContext', () => {
  it('says what it is', async () => {
    expect(await db.confinement()).toBe('session-authorization');
  });

  it('runs as the role that was asked for', async () => {
    const who = await db.confined('app_user', (run) => run('SELECT current_user, session_user'));
    expect(who.statements[0]?.rows).toEqual([['app_user', 'app_user']]);
  });

  it('notices a role that climbed, and throws the database away', async () => {
    const climb = db.confined('app_user', (run) =>
      run('SET SESSION AUTHORIZATION postgres; ALTER ROLE app_user SUPERUSER'),
    );
    await expect(climb).rejects.toMatchObject({ fault: { code: 'confinement-broken' } });
    await db.reset();
    const roles = await db.superuser(`SELECT 1 FROM pg_roles WHERE rolname = 'app_user'`);
    expect(roles.statements[0]?.rows).toEqual([]);
  });

  it('rehearses, errors included', async () => {
    const seen = await db.rehearse(async (rehearsal) => {
      const failed = await rehearsal.as('app_user', 'SELECT 1/0');
      await rehearsal.as('app_user', 'INSERT INTO public.t VALUES (1)');
      const truth = await rehearsal.audit('SELECT count(*), current_user FROM public.t');
      return [failed.error?.code, truth.statements[0]?.rows[0]];
    });
    expect(seen).toEqual(['22012', ['1', 'leakproof_auditor']]);
    const kept = await db.superuser('SELECT count(*) FROM public.t');
    expect(kept.statements[0]?.rows).toEqual([['0']]);
  });
});
