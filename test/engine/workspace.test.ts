import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../src/cli/node-engine.ts';
import { findLesson } from '../../src/cli/lesson-code.ts';
import { readAnswers } from '../../src/content/index.ts';
import type { FileTexts, Verdict, WorkspaceText } from '../../src/contract/index.ts';
import type { Engine, WorkspaceLine } from '../../src/engine/index.ts';
import { twoReady } from './two-ready.ts';

const SLUG = 'a-policy-per-command';
const SEED = 5;

let engine: Engine;
let starter: FileTexts;
beforeEach(async () => {
  ({ starter } = await findLesson(SLUG));
  engine = createNodeEngine();
});
afterEach(() => {
  engine.dispose();
});

const open = (files: FileTexts = starter): Promise<WorkspaceLine> =>
  engine.openWorkspace({ slug: SLUG, files, seed: SEED, size: 'any' });

const asSuperuser = (sql: string): WorkspaceText => ({ sql, role: 'postgres', context: 'none' });

/** Everything that a superuser can do to mislead whoever looks for leaks afterwards. */
const SABOTAGE = [
  'ALTER ROLE app_user SUPERUSER BYPASSRLS',
  'ALTER TABLE documents DISABLE ROW LEVEL SECURITY',
  'ALTER ROLE postgres SET search_path = evil, public',
  `CREATE SCHEMA evil;
   CREATE FUNCTION evil.current_setting(text, boolean) RETURNS text
   LANGUAGE sql AS $$ SELECT 'nobody' $$`,
  "UPDATE pg_proc SET prosecdef = true WHERE proname = 'current_tenant'",
  "UPDATE pg_authid SET rolbypassrls = true WHERE rolname = 'app_user'",
  'DROP TABLE reports CASCADE',
  `CREATE FUNCTION silence() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
   CREATE EVENT TRIGGER silence ON ddl_command_start EXECUTE FUNCTION silence()`,
];

describe('the console’s world', () => {
  it('stays from text to text, and is made of the files', async () => {
    const line = await open();
    expect(line.workspace).toMatchObject({ seed: SEED, setting: 'app.tenant_id' });
    await line.run(asSuperuser('CREATE TABLE kept (n integer); INSERT INTO kept VALUES (1), (2)'));
    const { results } = await line.run(asSuperuser('SELECT count(*) FROM kept'));
    expect(results).toMatchObject([{ kind: 'rows', rows: [['2']] }]);
    expect(line.open).toBe(true);
  });

  it('says what keeps the files from making it', async () => {
    const broken = open({ ...starter, 'policies.sql': 'CREATE POLCY x' });
    await expect(broken).rejects.toMatchObject({
      fault: { code: 'sql-error', file: 'policies.sql', line: 1 },
    });
  });

  it('ends when a check is run, and no check is run on its database', async () => {
    const { slug, starter: files } = await findLesson(SLUG);
    const [right] = await readAnswers(await findLesson(SLUG));
    const mended = { ...files, ...right?.files };
    const timeless = (verdict: Verdict): Verdict => ({ ...verdict, ms: 0 });
    const clean = timeless(await engine.check(slug, mended, SEED));
    const leaking = timeless(await engine.check(slug, files, SEED));
    expect(clean.passed).toBe(true);
    for (const [texts, expected] of [
      [mended, clean],
      [files, leaking],
    ] as const) {
      const line = await open(texts);
      for (const sql of SABOTAGE) {
        expect(await line.run(asSuperuser(sql))).toMatchObject({ error: null });
      }
      expect(timeless(await engine.check(slug, texts, SEED))).toEqual(expected);
      expect(line.open).toBe(false);
      await expect(line.run(asSuperuser('SELECT 1'))).rejects.toMatchObject({
        fault: { code: 'cancelled' },
      });
    }
  }, 180_000);

  it('counts among the two databases', async () => {
    let most = 0;
    engine.subscribe(() => {
      if (engine.state.phase === 'ready') most = Math.max(most, engine.state.databases);
    });
    for (let n = 0; n < 3; n++) {
      const line = await open();
      await line.run(asSuperuser('SELECT 1'));
      await twoReady(engine);
      expect(line.open).toBe(true);
      await engine.check(SLUG, starter, n);
    }
    expect(most).toBe(2);
  }, 180_000);

  it('goes with a statement that does not end', async () => {
    engine.dispose();
    engine = createNodeEngine({ deadlines: { boot: 60_000, run: 1_500 } });
    const line = await open();
    const endless = asSuperuser('SELECT count(*) FROM generate_series(1, 1000000000000)');
    await expect(line.run(endless)).rejects.toMatchObject({ fault: { code: 'timed-out' } });
    expect(line.open).toBe(false);
    const stopped = (await open()).run(endless);
    engine.cancel();
    await expect(stopped).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    const { results } = await (await open()).run(asSuperuser('SELECT 1'));
    expect(results).toMatchObject([{ rows: [['1']] }]);
  }, 180_000);

  it('goes with a server that died', async () => {
    const line = await open();
    await expect(line.run(asSuperuser("COPY documents TO PROGRAM 'cat'"))).rejects.toMatchObject({
      fault: { code: 'database-died' },
    });
    expect(line.open).toBe(false);
  });
});
