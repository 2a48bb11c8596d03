/** What the prose says of its own test, attack, queries and greps, run on the engine. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAttack } from '../../src/checks/index.ts';
import { grantsTo } from './superuser-and-owner-bypass-lab.ts';
import { FORCED, GLOBEX, useSession } from './superuser-and-owner-bypass-session.ts';

const { bench, admin, as, answer, notesOf } = useSession();

describe('what looks well and is not', () => {
  it('row_security_active is true for a forced owner and for who may become it', async () => {
    await admin(FORCED);
    const active = `SELECT row_security_active('notes')`;
    expect(await answer('app_owner', active)).toBe('t');
    expect(await answer('app_deploy', active)).toBe('t');
    expect(await answer('postgres', active)).toBe('f');
    expect(await answer('app_admin', active)).toBe('f');
  });

  it('the team’s test is green as superuser where there is no policy at all', async () => {
    await admin(
      `DROP POLICY tenant_isolation ON notes; DROP POLICY tenant_isolation ON tool_calls`,
    );
    await admin(`INSERT INTO tool_calls (tenant_id, tool, input) VALUES ('${GLOBEX}', 't', 'x')`);
    const test = bench().folder.starter['isolation.test.sql'] ?? '';
    const { error, statements } = await as('postgres', test);
    expect(error).toBeNull();
    const lines = statements.slice(1).map(({ rows }) => rows[0]?.[0]);
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => line?.startsWith('ok ') === true)).toBe(true);
  });

  it('a forced owner’s clean-up changes nothing and reports success', async () => {
    await admin(FORCED);
    const { error, statements } = await as(
      'app_owner',
      `UPDATE notes SET body = ''; DELETE FROM notes`,
      '',
    );
    expect(error).toBeNull();
    expect(statements.slice(1).map(({ tag }) => tag)).toEqual(['UPDATE 0', 'DELETE 0']);
  });

  it('a role with grants and without a policy sees nothing', async () => {
    await admin(`CREATE ROLE staff LOGIN; ${grantsTo('staff')}
      ALTER POLICY tenant_isolation ON notes TO app_user`);
    expect(await notesOf('staff')).toBe('0');
  });

  it('a view reads as its owner, unless FORCE or security_invoker says otherwise', async () => {
    await admin(`${grantsTo('app_user')} SET ROLE app_owner;
      CREATE VIEW plain AS SELECT * FROM notes; GRANT SELECT ON plain TO app_user;
      CREATE VIEW invoking WITH (security_invoker = true) AS SELECT * FROM notes;
      GRANT SELECT ON invoking TO app_user`);
    expect(await answer('app_user', 'SELECT count(*) FROM plain')).toBe('3');
    expect(await answer('app_user', 'SELECT count(*) FROM invoking')).toBe('1');
    await admin(FORCED);
    expect(await answer('app_user', 'SELECT count(*) FROM plain')).toBe('1');
  });

  it('the attack on a repaired lesson ends as the prose says', async () => {
    const right = bench().answers.find(({ name }) => name === 'existing-role');
    const { transcript } = await runAttack(
      bench().database,
      bench().lesson,
      bench().files(right?.files),
      8,
    );
    const [who, own, unforced, emptied] = transcript.slice(-4).map(({ outcome }) => outcome);
    expect(who).toMatchObject({ result: { rows: [{ values: ['app_user', 't'] }] } });
    expect(own).toMatchObject({ kind: 'rows' });
    expect(unforced).toMatchObject({
      error: { code: '42501', message: 'must be owner of table notes' },
    });
    expect(emptied).toMatchObject({
      error: { code: '42501', message: 'permission denied for table tool_calls' },
    });
  });
});

describe('the queries and greps of the prose', () => {
  const blocks = (language: string, section: 'hold' | 'recap'): string[] =>
    [...bench().folder.prose[section].matchAll(/```(\w+)\n([\s\S]*?)```/g)]
      .filter(([, found]) => found === language)
      .map(([, , text = '']) => text.trim());

  it('the question at the start answers for the current role', async () => {
    const [question = ''] = blocks('sql', 'hold');
    await admin(grantsTo('app_user'));
    const { statements } = await as('app_user', question);
    expect(statements.at(-1)?.rows).toEqual([['app_user', 't', 't']]);
  });

  it('the first query lists the logins that are exempt or can become so, and not app_user', async () => {
    const [logins = ''] = blocks('sql', 'recap');
    const { statements } = await admin(logins);
    expect(statements[0]?.rows.map(([name]) => name)).toEqual([
      'app_admin', 'app_deploy', 'app_legacy', 'postgres',
    ]); // prettier-ignore
  });

  it('the second query lists who holds more than the four commands', async () => {
    const [, beyond = ''] = blocks('sql', 'recap');
    expect((await admin(beyond)).statements[0]?.rows).toEqual([]);
    await admin(
      'GRANT ALL ON notes TO app_user; GRANT SELECT ON tool_calls TO app_deploy WITH GRANT OPTION',
    );
    expect((await admin(beyond)).statements[0]?.rows).toEqual([
      ['notes', 'app_user', 'MAINTAIN, REFERENCES, TRIGGER, TRUNCATE'],
      ['tool_calls', 'app_deploy', 'SELECT'],
    ]);
  });

  it('the greps find the bug in code that has it, and nothing in code that has not', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'leakproof-grep-'));
    try {
      await writeFile(
        path.join(folder, 'good.env'),
        'DATABASE_URL=postgres://app_user:x@db/agents\n',
      );
      await writeFile(path.join(folder, 'good.ts'), 'new Pool({ connectionString });\n');
      await writeFile(
        path.join(folder, 'a.env'),
        'DATABASE_URL=postgresql://postgres:x@db/agents\n',
      );
      await writeFile(path.join(folder, 'b.yml'), 'PGUSER: postgres\n');
      await writeFile(
        path.join(folder, 'c.ts'),
        `new Pool({ connectionString: url, user: 'app' });\n`,
      );
      const [commands = ''] = blocks('sh', 'recap');
      const found = commands
        .split('\n')
        .flatMap((line) =>
          execFileSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' }).split('\n'),
        )
        .map((line) => line.split(':')[0])
        .filter((line) => line !== '');
      expect(found.sort()).toEqual(['./a.env', './b.yml', './c.ts']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
