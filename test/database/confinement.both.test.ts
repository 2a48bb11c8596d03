import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/contract/index.ts';
import { openTestDatabase } from '../support/open-database.ts';
import { HOSTILE } from './hostile.ts';

const SETUP = `
  CREATE ROLE app_owner NOLOGIN;
  CREATE ROLE app_user LOGIN;
  GRANT USAGE, CREATE ON SCHEMA public TO app_owner;
  SET ROLE app_owner;
  CREATE TABLE public.documents (id int PRIMARY KEY, tenant_id uuid, title text);
  GRANT SELECT, INSERT, UPDATE, DELETE ON public.documents TO app_user;
  RESET ROLE`;

/** Every privileged fact about roles, as the superuser reads it. */
const RIGHTS = `
  SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolconfig FROM pg_catalog.pg_roles
  WHERE rolname !~ '^pg_' ORDER BY rolname`;

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(async () => {
  await db.close();
});
beforeEach(async () => {
  await db.reset();
  expect((await db.superuser(SETUP)).error).toBeNull();
  await db.confined('app_owner', (run) =>
    run(`INSERT INTO public.documents VALUES (1, gen_random_uuid(), 'one')`),
  );
});

const first = async (sql: string): Promise<readonly (string | null)[] | undefined> =>
  (await db.superuser(sql)).statements.at(-1)?.rows[0];

describe('SQL that is not trusted', () => {
  it('is held by the security context, which the boot-time self-test chose', async () => {
    expect(await db.confinement()).toBe('security-context');
  });

  it.each(HOSTILE)('gains nothing by $tries', async ({ sql, refusedWith }) => {
    const before = (await db.superuser(RIGHTS)).statements[0]?.rows;
    const result = await db.confined('app_owner', async (run) => {
      const answer = await run(sql);
      expect((await run('ROLLBACK; SELECT current_user')).statements.at(-1)?.rows).toEqual([
        ['app_owner'],
      ]);
      return answer;
    });
    expect(result.error?.code ?? null).toBe(refusedWith);

    // Whatever was left behind now gets its chance: as another role, and as the auditor.
    await db.rehearse(async (rehearsal) => {
      await rehearsal.as('app_user', `INSERT INTO public.documents VALUES (2, NULL, 'two')`);
      await rehearsal.as('app_user', 'SELECT * FROM public.documents');
      const who = await rehearsal.as('app_user', 'SELECT current_user');
      expect(who.statements.at(-1)?.rows).toEqual([['app_user']]);
      await rehearsal.as('app_user', 'SELECT 1/0');
      const auditor = await rehearsal.audit('SELECT current_user');
      expect(auditor.statements.at(-1)?.rows).toEqual([['leakproof_auditor']]);
    });
    expect(await first('SELECT current_user, session_user')).toEqual(['postgres', 'postgres']);
    expect(await first('SHOW search_path')).toEqual(['public']);
    expect((await db.superuser(RIGHTS)).statements[0]?.rows).toEqual(before);
    expect(await first(`SELECT count(*) FROM pg_catalog.pg_cursors WHERE name = 'held'`)).toEqual([
      '0',
    ]);
  });

  it.each(['postgres', 'leakproof_auditor'])('is not run as %s, which is exempt', async (role) => {
    await expect(db.confined(role, (run) => run('SELECT 1'))).rejects.toMatchObject({
      fault: { code: 'role-unusable' },
    });
  });

  it('is not run as a role that does not exist', async () => {
    await expect(db.confined('nobody', (run) => run('SELECT 1'))).rejects.toMatchObject({
      fault: { code: 'role-unusable', message: 'There is no role nobody in this database.' },
    });
  });
});

describe('a rehearsal', () => {
  it('shows the auditor what a role changed, and keeps none of it', async () => {
    const inside = await db.rehearse(async (rehearsal) => {
      await rehearsal.as('app_user', `UPDATE public.documents SET title = 'changed'`);
      return rehearsal.audit('SELECT title FROM public.documents');
    });
    expect(inside.statements[0]?.rows).toEqual([['changed']]);
    expect(await first('SELECT title FROM public.documents')).toEqual(['one']);
  });

  it('undoes one turn before the next, settings included', async () => {
    const rows = await db.rehearse(async (rehearsal) => {
      await rehearsal.as(
        'app_user',
        `DELETE FROM public.documents; SELECT set_config('app.tenant_id', 'x', true)`,
      );
      return rehearsal.as(
        'app_user',
        `SELECT count(*), current_setting('app.tenant_id', true) FROM public.documents`,
      );
    });
    expect(rows.statements[0]?.rows).toEqual([['1', '']]);
  });

  it('refuses a role that bypasses row-level security unless the lesson is about that', async () => {
    const attempt = db.rehearse((rehearsal) => rehearsal.as('postgres', 'SELECT 1'));
    await expect(attempt).rejects.toMatchObject({ fault: { code: 'role-unusable' } });
    const allowed = await db.rehearse(
      (rehearsal) => rehearsal.as('postgres', 'SELECT current_user'),
      'exempt',
    );
    expect(allowed.statements[0]?.rows).toEqual([['postgres']]);
  });

  it('gives up when a statement ends the transaction it was to be undone with', async () => {
    const attempt = db.rehearse((rehearsal) => rehearsal.as('app_user', 'COMMIT'));
    await expect(attempt).rejects.toMatchObject({ fault: { code: 'harness-fault' } });
    expect(await first('SELECT current_user')).toEqual(['postgres']);
  });
});
