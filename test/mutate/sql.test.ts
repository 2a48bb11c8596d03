import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/mutate/mutation.ts';
import { loadParser, sqlChanges } from '../../src/mutate/sql/index.ts';

beforeAll(() => loadParser());

/** What an operator makes of a script, one text for each change. */
const made = (operator: string, text: string): string[] =>
  sqlChanges(text)
    .filter((change) => change.operator === operator)
    .map(({ edits }) => applyEdits(text, edits));

const POLICY = 'CREATE POLICY p ON docs FOR SELECT TO app USING (a = b) WITH CHECK (c = d);';

describe('each operator on SQL', () => {
  it.each<[string, string, string[]]>([
    ['drop-policy', 'CREATE POLICY p ON docs;', ['']],
    ['drop-policy', 'ALTER POLICY p ON docs USING (true) ;', ['']],
    ['drop-with-check', POLICY, ['CREATE POLICY p ON docs FOR SELECT TO app USING (a = b) ;']],
    ['drop-using', POLICY, ['CREATE POLICY p ON docs FOR SELECT TO app  WITH CHECK (c = d);']],
    [
      'using-true',
      'CREATE POLICY p ON d USING (f(a, (b)));',
      ['CREATE POLICY p ON d USING (true);'],
    ],
    ['using-true', 'CREATE POLICY p ON d USING (true);', []],
    [
      'with-check-true',
      'ALTER POLICY p ON d WITH CHECK (a = b);',
      ['ALTER POLICY p ON d WITH CHECK (true);'],
    ],
    ['drop-enable', 'ALTER TABLE d ENABLE ROW LEVEL SECURITY;', ['']],
    [
      'drop-enable',
      'ALTER TABLE d ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;',
      ['ALTER TABLE d  FORCE ROW LEVEL SECURITY;'],
    ],
    [
      'drop-force',
      'ALTER TABLE d ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;',
      ['ALTER TABLE d ENABLE ROW LEVEL SECURITY;'],
    ],
    ['drop-revoke', 'REVOKE ALL ON d FROM PUBLIC;', ['']],
    ['drop-revoke', 'REVOKE owner FROM app;', ['']],
    [
      'permissive-for-restrictive',
      'CREATE POLICY p ON d AS RESTRICTIVE USING (true);',
      ['CREATE POLICY p ON d AS PERMISSIVE USING (true);'],
    ],
    [
      'restrictive-for-permissive',
      'CREATE POLICY p ON public.d FOR ALL;',
      ['CREATE POLICY p ON public.d AS RESTRICTIVE FOR ALL;'],
    ],
    [
      'restrictive-for-permissive',
      'CREATE POLICY "é" ON d AS PERMISSIVE;',
      ['CREATE POLICY "é" ON d AS RESTRICTIVE;'],
    ],
    ['not-equal', 'SELECT 1 WHERE a = b AND c < d', ['SELECT 1 WHERE a <> b AND c < d']],
    ['not-equal', 'UPDATE d SET a = 1', []],
    ['greater-or-equal', 'SELECT a = (b)', ['SELECT a >= (b)']],
    [
      'or-for-and',
      'SELECT 1 WHERE a AND b AND x BETWEEN 1 AND 2',
      [
        'SELECT 1 WHERE a OR b AND x BETWEEN 1 AND 2',
        'SELECT 1 WHERE a AND b OR x BETWEEN 1 AND 2',
      ],
    ],
    [
      'to-public',
      'CREATE POLICY p ON d TO app, other USING (true);',
      ['CREATE POLICY p ON d TO PUBLIC USING (true);'],
    ],
    ['to-public', 'CREATE POLICY p ON d TO PUBLIC;', []],
    [
      'to-public',
      'GRANT SELECT ON d TO app WITH GRANT OPTION;',
      ['GRANT SELECT ON d TO PUBLIC WITH GRANT OPTION;'],
    ],
    ['missing-ok', "SELECT current_setting('a.b', true)", ["SELECT current_setting('a.b')"]],
    ['missing-ok', "SELECT current_setting('a.b')", ["SELECT current_setting('a.b', true)"]],
    ['true-to-false', "SELECT current_setting('a.b', true)", []],
    ['true-to-false', "SELECT set_config('a.b', x, true)", ["SELECT set_config('a.b', x, false)"]],
    [
      'drop-nullif',
      "SELECT nullif(current_setting('a.b', true), '')::uuid",
      ["SELECT (current_setting('a.b', true))::uuid"],
    ],
    ['wrong-setting', "SELECT current_setting('a.b')", ["SELECT current_setting('a.user_id')"]],
    ['wrong-setting', "SELECT current_setting('work_mem')", []],
    ['wider-commands', 'CREATE POLICY p ON d FOR UPDATE;', ['CREATE POLICY p ON d FOR ALL;']],
    ['grant-all', 'GRANT SELECT, UPDATE (a) ON d TO app;', ['GRANT ALL ON d TO app;']],
    [
      'grant-all',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO app;',
      ['ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT ALL ON TABLES TO app;'],
    ],
    ['grant-all', 'GRANT EXECUTE ON FUNCTION f TO app;', []],
    [
      'drop-predicate',
      "DELETE FROM d WHERE (a = 1 OR b) AND c = 'x' RETURNING id",
      ["DELETE FROM d WHERE c = 'x' RETURNING id", 'DELETE FROM d WHERE (a = 1 OR b) RETURNING id'],
    ],
    ['drop-predicate', 'SELECT 1 FROM d WHERE a = 1 LIMIT 1', ['SELECT 1 FROM d  LIMIT 1']],
    // Without its parameter the server would refuse the statement, which is another mistake.
    [
      'drop-predicate',
      'SELECT 1 FROM d WHERE a = $1 ORDER BY b',
      ['SELECT 1 FROM d WHERE (a = $1 OR true) ORDER BY b'],
    ],
  ])('%s of %s', (operator, text, expected) => {
    expect(made(operator, text)).toEqual(expected);
  });
});

describe('SQL within SQL', () => {
  it('is found in the body of a function', () => {
    const text =
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT a FROM d WHERE b = c $$;';
    expect(made('not-equal', text)).toEqual([text.replace('b = c', 'b <> c')]);
  });

  it('is found in PL/pgSQL, in its expressions and in what it formats', () => {
    const text = `DO $$ BEGIN
      IF a = b THEN RETURN; END IF;
      EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    END $$;`;
    expect(made('not-equal', text)).toEqual([text.replace('a = b', 'a <> b')]);
    expect(made('drop-force', text)).toEqual([text.replace(', FORCE ROW LEVEL SECURITY', '')]);
  });
});

describe('what comes of it', () => {
  it('is nothing where PostgreSQL does not take the script as it is', () => {
    expect(sqlChanges('CREATE POLCY p ON d')).toEqual([]);
  });

  it('is always something that says something else', () => {
    for (const { edits } of sqlChanges(POLICY)) {
      expect(applyEdits(POLICY, edits)).not.toBe(POLICY);
    }
  });
});
