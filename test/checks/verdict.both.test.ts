import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAttack, runChecks, type Check } from '../../src/checks/index.ts';
import type { Database, Until, Verdict } from '../../src/contract/index.ts';
import { openTestDatabase } from '../support/open-database.ts';
import { ISOLATED, READ_APART, sampleLesson } from './sample-lesson.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const check = (sql: string, checks?: readonly Check[], seed = 3): Promise<Verdict> =>
  runChecks(db, sampleLesson(checks), { 'policies.sql': sql }, seed);

const always = (id: string, run: Check['run']): Check => ({ ...READ_APART, id, run });

describe('a verdict', () => {
  it('passes when every check holds, in two worlds, with a matrix', async () => {
    const verdict = await check(ISOLATED);
    expect(verdict).toMatchObject({ passed: true, fault: null, seed: 3 });
    expect(new Set(verdict.seeds).size).toBe(2);
    expect(verdict.checks.map((each) => each.status)).toEqual(['passed', 'passed']);
    const states = verdict.matrix?.cells.map(
      ({ command, context, state }) => `${command} ${context} ${state}`,
    );
    expect(states).toEqual(
      ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].flatMap((command) => [
        `${command} own allowed`,
        `${command} other denied`,
        `${command} none denied`,
      ]),
    );
  });

  it('fails with the smallest exploit, its seed, and the explanation of the wrong answer', async () => {
    const verdict = await check('');
    expect(verdict.passed).toBe(false);
    const [failed] = verdict.checks;
    expect(failed).toMatchObject({
      status: 'failed',
      explanation: 'The explanation of open.',
      resembles: 'open',
    });
    // Two tenants with a row each: nothing smaller shows a leak.
    expect(failed?.evidence?.tenants).toHaveLength(2);
    expect(failed?.evidence?.transcript).toMatchObject([
      { actor: { role: 'app_user' }, sql: 'SELECT * FROM notes', outcome: { kind: 'rows' } },
    ]);
    const outcome = failed?.evidence?.transcript[0]?.outcome;
    const rows = outcome?.kind === 'rows' ? outcome.result.rows : [];
    expect(rows).toHaveLength(2);
    // Beside it what the reader may see: the one row among them that is not foreign.
    expect(failed?.evidence?.own).toEqual([
      {
        ...{ tenant: 1, table: 'notes', columns: ['id', 'tenant_id', 'body'], total: 1 },
        rows: rows.filter(({ foreign }) => !foreign).map(({ values }) => values),
      },
    ]);
    expect(verdict.matrix?.cells.filter((cell) => cell.state === 'leaked')).toHaveLength(8);
  });

  it('is over when what was asked is known', async () => {
    const ran: string[] = [];
    const counted = (id: string, held: boolean): Check =>
      always(id, async () => {
        ran.push(id);
        return held
          ? { held, message: '0 rows' }
          : { held, message: '1 row', way: 'open', transcript: [] };
      });
    const checks = [counted('holds', true), counted('fails', false), counted('never', true)];
    const until = (lesson: typeof checks, asked: Until = 'failed'): Promise<Verdict> => {
      const files = { 'policies.sql': ISOLATED };
      const sample = sampleLesson(lesson);
      return runChecks(db, sample, files, 3, undefined, undefined, undefined, asked);
    };
    const verdict = await until(checks);
    expect(ran).toEqual(['holds', 'fails']);
    expect(verdict.passed).toBe(false);
    expect(verdict.checks.map(({ status }) => status)).toEqual([
      'could-not-check',
      'failed',
      'could-not-check',
    ]);
    // The one that is asked for goes first, and the others run only where it holds.
    ran.length = 0;
    const { checks: told } = await until(checks, { failed: 'fails' });
    expect(ran).toEqual(['fails']);
    expect(told.map(({ status }) => status)).toEqual([
      'could-not-check',
      'failed',
      'could-not-check',
    ]);
    ran.length = 0;
    await until(checks, { failed: 'never' });
    expect(ran).toEqual(['never', 'holds', 'fails', 'never', 'holds', 'fails']);
    // Without a failure it is a verdict as any other, on both worlds.
    ran.length = 0;
    const passed = await until([counted('holds', true)]);
    expect([passed.passed, ran]).toEqual([true, ['holds', 'holds']]);
  });

  it('shows the evidence again from the seed alone', async () => {
    const [one, two] = [await check('', undefined, 9), await check('', undefined, 9)];
    expect({ ...one, ms: 0 }).toEqual({ ...two, ms: 0 });
    const other = await check('', undefined, 10);
    expect(other.checks[0]?.evidence).not.toEqual(one.checks[0]?.evidence);
  });

  it('does not pass where a check threw, and calls that undecided', async () => {
    const stuck = always('stuck', () => Promise.reject(new Error('no idea')));
    const verdict = await check(ISOLATED, [READ_APART, stuck]);
    expect(verdict.passed).toBe(false);
    expect(verdict.checks.map((each) => each.status)).toEqual(['passed', 'could-not-check']);
    expect(verdict.checks[1]?.message).toBe('no idea');
  });

  it('does not pass without a single check', async () => {
    expect((await check(ISOLATED, [])).passed).toBe(false);
  });

  it('fails a check that fails in one of its worlds', async () => {
    let worlds = 0;
    const once = always('once', () =>
      Promise.resolve(
        ++worlds === 1
          ? { held: true as const, message: 'fine' }
          : { held: false as const, message: 'not fine', way: 'late', transcript: [] },
      ),
    );
    const verdict = await check(ISOLATED, [once]);
    expect(verdict.checks[0]).toMatchObject({ status: 'failed', message: 'not fine' });
    expect(verdict.checks[0]?.explanation).toBe('The general explanation.');
  });

  it.each([
    ['a syntax error', '-- first line\nCREATE POLCY x', 'sql-error', { line: 2, column: 8 }],
    ['an open transaction', 'BEGIN; CREATE TABLE t (a int)', 'transaction-left-open', {}],
    ['a dropped table', 'DROP TABLE notes', 'relation-missing', {}],
    ['a dropped column', 'ALTER TABLE notes DROP COLUMN body', 'relation-missing', {}],
    [
      'a view in the table’s place',
      'ALTER TABLE notes RENAME TO n; CREATE VIEW notes AS SELECT * FROM n',
      'relation-missing',
      {},
    ],
    ['a NUL character', 'SELECT 1;\0', 'file-refused', {}],
    ['DROP OWNED BY', 'DROP OWNED BY app_owner', 'relation-missing', {}],
  ])('cannot check %s, and says why', async (_name, sql, code, place) => {
    const verdict = await check(sql);
    expect(verdict).toMatchObject({ passed: false, matrix: null, fault: { code, ...place } });
    expect(new Set(verdict.checks.map((each) => each.status))).toEqual(
      new Set(['could-not-check']),
    );
  });

  it('keeps the SQLSTATE, the hint and the position of the server’s error', async () => {
    const { fault } = await check('SELECT nope FROM notes');
    expect(fault).toMatchObject({
      file: 'policies.sql',
      line: 1,
      column: 8,
      sql: { code: '42703', position: 8 },
    });
  });

  it('refuses rows that were removed or given away to look isolated', async () => {
    const removed = await check('DELETE FROM notes');
    expect(removed.checks.find((each) => each.id === 'rows-intact')).toMatchObject({
      status: 'failed',
    });
    const given = await check(
      `UPDATE notes SET tenant_id = (SELECT tenant_id FROM notes ORDER BY tenant_id LIMIT 1); ${ISOLATED}`,
    );
    expect(given.passed).toBe(false);
  });

  it('shows the first five hundred of a million rows, and how many there were', async () => {
    const verdict = await check(`SELECT generate_series(1, 1000000) AS n; ${ISOLATED}`);
    expect(verdict.console).toMatchObject([
      { file: 'policies.sql', columns: ['n'], total: 1_000_000 },
    ]);
    expect(verdict.console[0]?.rows).toHaveLength(500);
    expect(verdict.passed).toBe(true);
  });

  it('is not fooled by a trigger that fires for whoever probes', async () => {
    const verdict = await check(`${ISOLATED}
      CREATE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER hide BEFORE UPDATE OR DELETE ON notes FOR EACH ROW EXECUTE FUNCTION hide();`);
    const blocked = verdict.matrix?.cells.filter((cell) => cell.state === 'over-blocked');
    expect(blocked?.map((cell) => cell.command)).toEqual(['UPDATE', 'DELETE']);
  });
});

describe('a session without a tenant', () => {
  const NULL_IS_OPEN = `
    ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
    CREATE POLICY p ON notes USING (current_setting('app.tenant_id', true) IS NULL
      OR tenant_id::text = current_setting('app.tenant_id', true))`;
  const nobody: Check = {
    ...READ_APART,
    id: 'nobody',
    unset: true,
    async run(lab) {
      const attempt = await lab.attempt(lab.actor(null), 'SELECT * FROM notes');
      return attempt.rows.total === 0
        ? { held: true, message: '0 notes' }
        : { held: false, message: 'all notes', way: 'null', transcript: [attempt.step] };
    },
  };

  it('is tried while the setting was never set, which is not the same as empty', async () => {
    await db.renew();
    const files = { 'policies.sql': NULL_IS_OPEN };
    const lesson = sampleLesson([READ_APART, nobody]);
    const fresh = await runChecks(db, lesson, files, 3, { tenantWasSet: false });
    expect(fresh.checks.find((each) => each.id === 'nobody')?.status).toBe('failed');
    const reused = await runChecks(db, lesson, files, 3);
    expect(reused.checks.find((each) => each.id === 'nobody')?.status).toBe('passed');
  });
});

describe('an attack', () => {
  it('tells a leak from the rows that came back, and writes down who did what', async () => {
    const report = await runAttack(db, sampleLesson(), { 'policies.sql': '' }, 3);
    expect(report).toMatchObject({ leaked: true, fault: null });
    expect(report.transcript).toMatchObject([
      { note: 'It asks for all.', sql: 'SELECT * FROM notes' },
    ]);
    const held = await runAttack(db, sampleLesson(), { 'policies.sql': ISOLATED }, 3);
    expect(held.leaked).toBe(false);
  });

  it('says what kept it from running', async () => {
    const report = await runAttack(db, sampleLesson(), { 'policies.sql': 'nonsense' }, 3);
    expect(report).toMatchObject({ leaked: false, fault: { code: 'sql-error', line: 1 } });
    expect(report.sentence).toContain('line 1');
  });
});
