import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswers } from '../../src/content/index.ts';
import type { Database } from '../../src/contract/index.ts';
import * as lab from './a-policy-per-command-lesson.ts';
import { ACME, GLOBEX, row } from './a-policy-per-command-lesson.ts';

const { folder, lesson } = await lab.readLesson();
const prose = Object.values(folder.prose).join('\n');
const starter = folder.starter['policies.sql'] ?? '';
const MINE = 'tenant_id = current_tenant()';
const ENABLE = 'ALTER TABLE documents ENABLE ROW LEVEL SECURITY;';
const SELECT = `CREATE POLICY r ON documents FOR SELECT USING (${MINE});`;

let database: Database;
beforeAll(async () => {
  database = await lab.openNodeDatabase();
});
afterAll(() => database.close());

const run = (policies: string, statements: readonly string[]): Promise<lab.Outcome[]> =>
  lab.asGlobex(database, lesson, policies, statements);
const came = (policies: string, statements: readonly string[]): Promise<string[]> =>
  lab.cameTo(database, lesson, policies, statements);

/** A fact is only worth a test while the prose states it. */
const stated = (text: string): void => expect(prose).toContain(text);

describe('clauses', () => {
  it.each([
    ['INSERT', `USING (${MINE})`],
    ['SELECT', `WITH CHECK (${MINE})`],
    ['DELETE', `WITH CHECK (${MINE})`],
  ])('%s refuses %s with 42601', async (command, clause) => {
    stated('refused, `42601`');
    await database.reset();
    lab.must(await database.superuser(lesson.setupSql));
    const { error } = await database.confined('app_owner', (query) =>
      query(`CREATE POLICY p ON documents FOR ${command} ${clause}`),
    );
    expect(error?.code).toBe('42601');
  });

  it('USING serves as the check of an UPDATE where WITH CHECK is missing: the prediction', async () => {
    stated('`USING` where it is missing');
    const { predict } = lesson.manifest;
    expect(predict?.options[predict.answer]).toContain('42501');
    const mended = starter.replace(
      /\s+WITH CHECK \(true\);\n\nCREATE POLICY documents_delete/,
      ';\n\nCREATE POLICY documents_delete',
    );
    expect(mended).not.toBe(starter);
    const move = `UPDATE documents SET tenant_id = '${ACME}'`;
    expect(await came(mended, [move])).toEqual(['42501']);
    expect(await came(starter, [move])).toEqual(['UPDATE 2']);
  });

  it('a check without USING finds no row; INSERT without its check allows nothing', async () => {
    stated('**A check without USING** on UPDATE finds no row');
    stated('`FOR INSERT` without `WITH CHECK` is accepted and allows nothing');
    const policies = `${ENABLE}${SELECT}
      CREATE POLICY w ON documents FOR UPDATE WITH CHECK (${MINE});
      CREATE POLICY a ON documents FOR INSERT;`;
    expect(
      await came(policies, [
        `UPDATE documents SET body = 'x' WHERE id = '${row(3)}'`,
        `INSERT INTO documents VALUES ('${row(9)}', '${GLOBEX}', 't', 'x')`,
      ]),
    ).toEqual(['UPDATE 0', '42501']);
  });
});

describe('a SELECT policy covers for the others, where a column is read', () => {
  it('in the starter’s table of the prose, line by line', async () => {
    stated('a good one covers for a bad one');
    const insert = `INSERT INTO reports VALUES ('${row(9)}', '${ACME}', 'x')`;
    const outcomes = await run(starter, [
      `DELETE FROM reports WHERE id = '${row(1)}'`,
      'DELETE FROM reports',
      `UPDATE documents SET tenant_id = '${ACME}' WHERE id = '${row(3)}'`,
      `UPDATE documents SET tenant_id = '${ACME}'`,
      `${insert} RETURNING id`,
      insert,
    ]);
    expect(outcomes.map((outcome) => outcome.came)).toEqual([
      'DELETE 0',
      'DELETE 4',
      '42501',
      'UPDATE 2',
      '42501',
      'INSERT 0 1',
    ]);
    expect(outcomes[1]?.reports).toEqual([]);
    expect(outcomes[3]?.documents).toEqual(Array(4).fill('acme:text'));
    expect(outcomes[5]?.reports).toContain('acme:x');
  });

  it('reads: by id nothing is found, and an edit by id is UPDATE 0', async () => {
    stated('tried to edit it and got `UPDATE 0`');
    expect(
      await came(starter, [
        'SELECT id FROM documents',
        `SELECT id FROM documents WHERE id = '${row(1)}'`,
        `UPDATE documents SET body = 'x' WHERE id = '${row(1)}'`,
      ]),
    ).toEqual(['SELECT 2', 'SELECT 0', 'UPDATE 0']);
  });

  it('neither WHERE true nor RETURNING 1 reads a column; RETURNING id does', async () => {
    stated('Neither `WHERE true` nor `RETURNING 1` reads one.');
    const move = `UPDATE documents SET tenant_id = '${ACME}'`;
    expect(
      await came(starter, [`${move} WHERE true`, `${move} RETURNING 1`, `${move} RETURNING id`]),
    ).toEqual(['UPDATE 2', 'UPDATE 2', '42501']);
  });
});

describe('ON CONFLICT DO UPDATE', () => {
  it('passes three policies, and ends in 42501 on another tenant’s id', async () => {
    stated('If the id belongs to another tenant it ends in `42501`');
    const upsert = (n: number): string =>
      `INSERT INTO documents VALUES ('${row(n)}', '${GLOBEX}', 't', 'x') ON CONFLICT (id) DO UPDATE SET body = excluded.body`;
    const good = folder.starter['policies.sql']?.replaceAll('(true)', `(${MINE})`) ?? '';
    expect(await came(good, [upsert(1), upsert(3), upsert(9)])).toEqual([
      '42501',
      'INSERT 0 1',
      'INSERT 0 1',
    ]);
    for (const command of ['insert', 'select', 'update']) {
      const without = `${good} DROP POLICY documents_${command} ON documents;`;
      expect(await came(without, [upsert(3)]), `without ${command}`).toEqual(['42501']);
    }
  });
});

describe('traps', () => {
  it('permissive policies are OR-ed; a restrictive one narrows, and alone allows nothing', async () => {
    stated('**Permissive policies are OR-ed.**');
    const narrow = `CREATE POLICY narrow ON reports %s USING (${MINE});`;
    const all = ['DELETE FROM reports'];
    expect(await came(starter + narrow.replace('%s', ''), all)).toEqual(['DELETE 4']);
    expect(await came(starter + narrow.replace('%s', 'AS RESTRICTIVE'), all)).toEqual(['DELETE 2']);
    const alone = `ALTER TABLE reports ENABLE ROW LEVEL SECURITY; ${narrow.replace('%s', 'AS RESTRICTIVE')}`;
    expect(await came(alone, ['SELECT * FROM reports', ...all])).toEqual(['SELECT 0', 'DELETE 0']);
  });

  it('USING (true) under a strict check refuses text and lets rows be taken over', async () => {
    stated('take over everybody’s rows');
    const policies = `${ENABLE}${SELECT} CREATE POLICY w ON documents FOR UPDATE USING (true) WITH CHECK (${MINE});`;
    const [text, taken] = await run(policies, [
      "UPDATE documents SET body = 'x'",
      'UPDATE documents SET tenant_id = current_tenant()',
    ]);
    expect(text?.came).toBe('42501');
    expect(taken?.documents).toEqual(Array(4).fill('globex:text'));
  });

  it('policies without ENABLE do nothing, with FORCE as well; TRUNCATE asks none', async () => {
    stated('`FORCE` alone does not help');
    stated('**TRUNCATE asks no policy.**');
    const unused = `CREATE POLICY p ON documents USING (false); ALTER TABLE documents FORCE ROW LEVEL SECURITY;`;
    expect(await came(unused, ['SELECT * FROM documents'])).toEqual(['SELECT 4']);
    const closed = `${ENABLE} CREATE POLICY p ON documents USING (false);`;
    expect(await came(closed, ['TRUNCATE documents'])).toEqual(['42501']);
    const [cut] = await run(`${closed} GRANT ALL ON documents TO app_user;`, [
      'TRUNCATE documents',
    ]);
    expect(cut?.documents).toEqual([]);
  });

  it('an IMMUTABLE helper hands a prepared statement’s next tenant the rows of the first', async () => {
    stated('**A helper that reads a setting is STABLE.**');
    const right = `${ENABLE} CREATE POLICY p ON documents USING (${MINE});`;
    const become = (tenant: string): string =>
      `SELECT set_config('app.tenant_id', '${tenant}', true);`;
    const move = (name: string): string =>
      `PREPARE ${name} AS UPDATE documents SET body = 'x'; EXECUTE ${name}; ${become(ACME)} EXECUTE ${name}`;
    const documents = async (policies: string, name: string): Promise<readonly string[]> =>
      (await run(policies, [move(name)]))[0]?.documents ?? [];
    expect(await documents(right, 'stable')).toEqual(['acme:x', 'acme:x', 'globex:x', 'globex:x']);
    const immutable = `ALTER FUNCTION current_tenant() IMMUTABLE; ${right}`;
    expect(await documents(immutable, 'immutable')).toEqual([
      'acme:text',
      'acme:text',
      'globex:x',
      'globex:x',
    ]);
  });

  it('a missing policy denies in silence', async () => {
    stated('with `0` rows and no error for `UPDATE` and `DELETE`');
    expect(
      await came(ENABLE + SELECT, ["UPDATE documents SET body = 'x'", 'DELETE FROM documents']),
    ).toEqual(['UPDATE 0', 'DELETE 0']);
  });
});

describe('“in your code base, look for…”', () => {
  const fences = (language: string): string[] =>
    [...folder.prose.recap.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
      .filter(([, found]) => found === language)
      .map(([, , text]) => text ?? '');
  const find = async (policies: string, query: string, column: number): Promise<string[]> => {
    await run(policies, []);
    const { statements } = lab.must(await database.superuser(query));
    return (statements[0]?.rows ?? []).map((found) => found[column] ?? '').sort();
  };

  it('the queries find the starter’s holes, and nothing once they are closed', async () => {
    const [unprotected = '', conditions = ''] = fences('sql');
    const right = (await readAnswers(folder)).find(({ name }) => name === 'four-policies-each');
    const closed = right?.files['policies.sql'] ?? '';
    expect(await find(starter, unprotected, 0)).toEqual(['tool_calls']);
    expect(await find(starter, conditions, 1)).toEqual([
      'documents_update',
      'reports_delete',
      'reports_insert',
    ]);
    expect(await find(closed, unprotected, 0)).toEqual([]);
    expect(await find(closed, conditions, 1)).toEqual([]);
  });

  it('the grep finds the statements that have no WHERE', async () => {
    const [grep = ''] = fences('sh');
    const cwd = await mkdtemp(path.join(tmpdir(), 'leakproof-grep-'));
    try {
      await cp(path.join(folder.folder, 'starter', 'app.sql'), path.join(cwd, 'src', 'app.sql'), {
        recursive: true,
      });
      const { stdout } = await promisify(execFile)('sh', ['-c', grep], { cwd });
      const found = stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(/^[^:]*:\d+:/, ''));
      expect(found.map((line) => line.split(';')[0])).toEqual([
        'UPDATE documents SET body = $1',
        'DELETE FROM reports',
      ]);
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
});

it('the rule stands in the prose as it does in lesson.json', () => {
  stated(
    `> **The rule:** ${lesson.manifest.rule}`.replaceAll(/\b(USING|WITH CHECK)\b(?!`)/g, '`$1`'),
  );
});
