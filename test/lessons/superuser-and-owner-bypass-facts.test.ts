/** Each fact that the lesson states about roles, settings and grants, run on the engine. */
import { describe, expect, it } from 'vitest';
import { grantsTo } from './superuser-and-owner-bypass-lab.ts';
import { FORCED, GLOBEX, useSession } from './superuser-and-owner-bypass-session.ts';

const { bench, admin, answer, notesOf } = useSession();

describe('who is bound by a policy', () => {
  it('is everybody but superusers, BYPASSRLS roles and the owner, its inheriting members included', async () => {
    await admin(`${grantsTo('app_user')} ${grantsTo('app_deploy')}`);
    expect(await notesOf('postgres')).toBe('3');
    expect(await notesOf('app_admin')).toBe('3');
    expect(await notesOf('app_owner')).toBe('3');
    expect(await notesOf('app_legacy')).toBe('3');
    expect(await notesOf('app_deploy')).toBe('1');
    expect(await notesOf('app_user')).toBe('1');
    expect(await notesOf('app_user', '')).toBe('0');
  });

  it('under FORCE is also the owner with its members, and still no superuser and no BYPASSRLS role', async () => {
    await admin(FORCED);
    expect(await notesOf('postgres')).toBe('3');
    expect(await notesOf('app_admin')).toBe('3');
    expect(await notesOf('app_owner')).toBe('1');
    expect(await notesOf('app_legacy')).toBe('1');
  });

  it.each(['app_owner', 'app_legacy'])('%s switches FORCE off with one statement', async (role) => {
    await admin(FORCED);
    const sql = 'ALTER TABLE notes NO FORCE ROW LEVEL SECURITY; SELECT count(*) FROM notes';
    expect(await answer(role, sql)).toBe('3');
    expect(await answer('app_user', sql)).toBe('42501 must be owner of table notes');
  });

  it('NOINHERIT leaves SET ROLE open', async () => {
    // Not confined: inside the confinement nobody may SET ROLE.
    const tried = await bench().database.superuser(
      'SET SESSION AUTHORIZATION app_deploy; SET ROLE app_owner; SELECT current_user, count(*) FROM notes',
    );
    expect(tried.statements.at(-1)?.rows[0]).toEqual(['app_owner', '3']);
  });

  it('a role that a superuser’s session was put in is left with SET ROLE NONE', async () => {
    const tried = await bench().database.superuser(
      'SET ROLE app_user; SET ROLE NONE; SELECT current_user',
    );
    expect(tried.statements.at(-1)?.rows[0]).toEqual(['postgres']);
  });

  it('a member of pg_read_all_data is filtered, and reads what has no policies', async () => {
    await admin(
      'CREATE ROLE reader LOGIN IN ROLE pg_read_all_data; CREATE TABLE rates AS SELECT 1 AS n',
    );
    expect(await notesOf('reader')).toBe('1');
    expect(await answer('reader', 'SELECT n FROM rates')).toBe('1');
  });
});

describe('row_security', () => {
  it('is on unless somebody sets it', async () => {
    expect((await admin('SHOW row_security')).statements[0]?.rows).toEqual([['on']]);
  });

  it('on does not bind an exempt role', async () => {
    expect(
      await answer('postgres', 'SET LOCAL row_security = on; SELECT count(*) FROM notes'),
    ).toBe('3');
  });

  it('off raises for who is bound, and reveals nothing', async () => {
    await admin(`${FORCED}; ${grantsTo('app_user')}`);
    const sql = 'SET LOCAL row_security = off; SELECT count(*) FROM notes';
    const refusal = '42501 query would be affected by row-level security policy for table "notes"';
    expect(await answer('app_user', sql)).toBe(refusal);
    expect(await answer('app_owner', sql)).toBe(refusal);
  });
});

describe('grants', () => {
  it('are asked before any policy', async () => {
    expect(await notesOf('app_user')).toBe('42501 permission denied for table notes');
  });

  it('on a table do not reach its serial’s sequence, and an identity column needs none', async () => {
    await admin('GRANT SELECT, INSERT, UPDATE, DELETE ON notes, tool_calls TO app_user');
    expect(
      await answer('app_user', `INSERT INTO notes (tenant_id, body) VALUES ('${GLOBEX}', 'x')`),
    ).toBe('42501 permission denied for sequence notes_id_seq');
    const call = `INSERT INTO tool_calls (tenant_id, tool, input) VALUES ('${GLOBEX}', 't', 'x') RETURNING 'made'`;
    expect(await answer('app_user', call)).toBe('made');
  });

  it('GRANT ALL is the four commands and four more, and TRUNCATE asks no policy', async () => {
    await admin('GRANT ALL ON notes TO app_user');
    const acl = await admin(
      `SELECT string_agg(a.privilege_type, ' ' ORDER BY a.privilege_type) FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.relname = 'notes' AND a.grantee = 'app_user'::regrole`,
    );
    expect(acl.statements[0]?.rows[0]?.[0]).toBe(
      'DELETE INSERT MAINTAIN REFERENCES SELECT TRIGGER TRUNCATE UPDATE',
    );
    const emptied = await bench().database.rehearse(async (rehearsal) => {
      await rehearsal.as('app_user', 'TRUNCATE notes');
      return rehearsal.audit('SELECT count(*) FROM public.notes');
    });
    expect(emptied.statements[0]?.rows).toEqual([['0']]);
  });

  it('CREATE ROLE makes no login, CREATE USER and LOGIN do', async () => {
    await admin('CREATE ROLE a; CREATE USER b; CREATE ROLE c LOGIN');
    const found = await admin(
      `SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname IN ('a', 'b', 'c') ORDER BY 1`,
    );
    expect(found.statements[0]?.rows).toEqual([['a', 'f'], ['b', 't'], ['c', 't']]); // prettier-ignore
  });

  it('CREATEROLE does not reach roles that it did not make, from PostgreSQL 16 on', async () => {
    await admin('CREATE ROLE maker LOGIN CREATEROLE');
    expect(await answer('maker', 'GRANT app_owner TO maker')).toMatch(/^42501 /);
    expect(await answer('maker', 'CREATE ROLE own; GRANT own TO maker; SELECT 1')).toBe('1');
  });
});
