import { describe, expect, it } from 'vitest';
import { broken, held, runAttack, runChecks, type AppCheck } from '../../src/checks/index.ts';
import type { CheckResult, FileTexts, Verdict } from '../../src/contract/index.ts';
import { useNodeRealms } from '../support/node-realms.ts';
import { pictureAs } from '../support/pictures.ts';
import {
  INHERITED,
  keysOf,
  list,
  RACE,
  rename,
  RIGHT,
  sampleApp,
  sessionOf,
} from './sample-app.ts';

const app = useNodeRealms();

const check = (files: FileTexts, lesson = sampleApp(), seed = 3): Promise<Verdict> =>
  runChecks(
    app.db,
    lesson,
    files,
    seed,
    { tenantWasSet: false },
    () => undefined,
    app.realms.run(files),
  );

const always = (id: string, run: AppCheck['run']): AppCheck => ({
  app: true,
  id,
  kind: 'holds',
  title: id,
  explanation: id,
  run,
});

/** The right program with other code at the end of notes.ts. */
const withCode = (code: string): FileTexts => ({
  ...RIGHT,
  'notes.ts': `${RIGHT['notes.ts']}\n${code}`,
});
const byId = (verdict: Verdict, id: string): CheckResult | undefined =>
  verdict.checks.find((each) => each.id === id);

describe('the stock runs', () => {
  it('pass a program that sets its tenant for the transaction, and draw who had the connection', async () => {
    const verdict = await check(RIGHT);
    expect(verdict).toMatchObject({ passed: true, fault: null, matrix: null, console: [] });
    // Each start leaves a pool with open connections to a server that goes away: it is not heard.
    expect(verdict.output).toEqual([]);
    const { lanes } = pictureAs('timeline', verdict.picture);
    const bars = lanes.flatMap((lane) => lane.bars);
    expect(bars.length).toBeGreaterThan(3);
    expect(bars.map((bar) => bar.inherited)).toEqual(bars.map(() => null));
  });

  it('show the call that inherits a setting, with the call it inherits it from', async () => {
    const found = byId(await check(INHERITED), 'one-at-a-time');
    expect(found?.status).toBe('failed');
    expect(found?.message).toMatch(/^list\((\w+)\), called as \1, answered with 1 row of \w+\.$/);
    const { transcript = [], picture, tenants = [] } = found?.evidence ?? {};
    expect(tenants).toHaveLength(2);
    expect(transcript.map((step) => [step.language, step.outcome.kind])).toEqual([
      ['typescript', 'returned'],
      ['typescript', 'returned'],
    ]);
    const [first, second] = transcript;
    expect(second?.outcome).toMatchObject({
      found: [{ table: 'notes', owner: first?.actor.tenant?.index, foreign: true }],
    });
    expect(pictureAs('timeline', picture).lanes[0]?.bars.map((bar) => bar.inherited)).toEqual([
      null,
      first?.actor.tenant?.index,
    ]);
  });

  it.each([
    ['the cache', 'await cache.get("flags");'],
    ['a file', 'await readFile("/etc/tenants", "utf8");'],
  ])('find a race in which only a reply of %s lies between', async (_what, pause) => {
    const text = RIGHT['notes.ts'].replace('export const list =', 'const listFor =');
    const files = {
      ...RIGHT,
      'notes.ts': `${text}
        import { createClient } from 'redis';
        import { readFile } from 'node:fs/promises';
        const cache = createClient();
        let current = { tenantId: '' };
        export async function list(session: { tenantId: string }) {
          current = session;
          ${pause}
          return listFor(current);
        }`,
    };
    const verdict = await check(files);
    expect(verdict.fault).toBeNull();
    expect(verdict.checks.map((each) => each.status)).toEqual(['passed', 'failed']);
    const replies = byId(verdict, 'in-flight-together')?.evidence?.schedule ?? [];
    expect(replies.some(({ what }) => /^(?:cache|file) /.test(what))).toBe(true);
  });

  it('find a race, and show it with two calls and the order of their replies', async () => {
    const verdict = await check(RACE);
    expect(verdict.checks.map((each) => each.status)).toEqual(['passed', 'failed']);
    const { transcript = [], schedule = [] } = byId(verdict, 'in-flight-together')?.evidence ?? {};
    expect(transcript).toHaveLength(2);
    expect(transcript.some(({ outcome }) => 'found' in outcome && outcome.found[0]?.foreign)).toBe(
      true,
    );
    // Nobody had to be overtaken: that both had begun is enough.
    expect(schedule.map(({ step, what }) => `${String(step)} ${what.split(' ')[0] ?? ''}`)).toEqual(
      [
        ...['0 BEGIN', '0 SELECT', '0 SELECT', '0 COMMIT'],
        ...['1 BEGIN', '1 SELECT', '1 SELECT', '1 COMMIT'],
      ],
    );
  });

  it.each([
    ['that leak', RACE],
    ['that hold', RIGHT],
  ])('say the same of programs %s when the seed is the same', async (_name, files) => {
    const [one, two] = [await check(files, undefined, 11), await check(files, undefined, 11)];
    expect({ ...one, ms: 0 }).toEqual({ ...two, ms: 0 });
  });
});

describe('a call', () => {
  it('is seen with its statements, its changes, the settings and what it wrote', async () => {
    const seen = always('seen', async (lab) => {
      const [first, second] = lab.world.tenants;
      const [own = 0] = keysOf(lab, first);
      const [theirs = 0] = keysOf(lab, second);
      const mine = await lab.call(rename(first, own, 'another body'));
      expect(mine.statements.map(({ sql }) => sql.split(' ')[0])).toEqual([
        'BEGIN',
        'SELECT',
        'UPDATE',
        'COMMIT',
      ]);
      expect(mine.changes).toEqual([
        { table: 'notes', kind: 'updated', key: String(own), ownerBefore: 0, ownerAfter: 0 },
      ]);
      expect(mine).toMatchObject({
        foreignChanges: [],
        held: null,
        after: { 'app.tenant_id': '' },
      });
      expect((await lab.truth()).get('notes')?.get(String(own))?.body).toBe('another body');
      const other = await lab.call(rename(first, theirs, 'never'));
      expect([other.changes, other.outcome]).toEqual([
        [],
        { kind: 'returned', value: { renamed: 0 }, cut: false },
      ]);
      await lab.fresh();
      expect((await lab.truth()).get('notes')?.get(String(own))?.body).not.toBe('another body');
      return held('1');
    });
    const files = withCode(
      `console.log('loaded', require('node:fs').readFileSync('/etc/tenants', 'utf8'));`,
    );
    const verdict = await check(files, sampleApp([seen]));
    expect(verdict.checks.map(({ status, message }) => [status, message])).toEqual([
      ['passed', '1'],
    ]);
    expect(verdict.output?.[0]).toMatchObject({ level: 'log', call: null });
    expect(verdict.output?.[0]?.text).toMatch(/^loaded \w+,\w+/);
  });

  it('starts again with what it kept, and not where that ended with its process', async () => {
    const restart = (name: string): AppCheck =>
      always(name, async (lab) => {
        // A check may go on where a call ended its process.
        await lab.call({ ...list(null), name, show: `${name}()` }).catch(() => undefined);
        await lab.fresh('stores');
        const { step } = await lab.call({ ...list(null), name: 'kept', show: 'kept()' });
        return held(step.outcome.kind === 'returned' ? step.outcome.value : step.outcome.kind);
      });
    const files = withCode(`
      import fs from 'node:fs';
      import { createClient } from 'redis';
      const redis = createClient();
      export async function keep() { fs.writeFileSync('/tmp/kept', 'a file'); await redis.set('kept', 'a key'); }
      export async function end() { await keep(); process.exit(1); }
      export const kept = async () => [fs.readFileSync('/tmp/kept', 'utf8'), await redis.get('kept')];`);
    const verdict = await check(files, sampleApp([restart('keep'), restart('end')]));
    expect(verdict.checks.map(({ status }) => status)).toEqual(['passed', 'could-not-check']);
    expect(verdict.checks[0]?.message).toBe("['a file', 'a key']");
    expect(verdict.checks[1]?.message).toContain('its process has ended');
  });

  it('that throws is evidence, with the line that threw and the rows in its message', async () => {
    const files = withCode(`export async function fail() {
      const client = await pool.connect();
      try { throw new RangeError((await client.query('SELECT 1')).rowCount + ' is too many'); }
      finally { client.release(); }
    }`);
    const throws = always('throws', async (lab) => {
      const { step } = await lab.call({ ...list(null), name: 'fail', show: 'fail()' });
      return broken('It threw.', 'threw', [step]);
    });
    const line = files['notes.ts']?.split('\n').findIndex((text) => text.includes('RangeError'));
    expect(
      byId(await check(files, sampleApp([throws])), 'throws')?.evidence?.transcript,
    ).toMatchObject([
      {
        sql: 'fail()',
        actor: { role: 'app_user', tenant: null },
        outcome: {
          kind: 'threw',
          name: 'RangeError',
          message: '1 is too many',
          place: { file: 'notes.ts', line: (line ?? 0) + 1 },
          found: [],
        },
        statements: [{ sql: 'SELECT 1' }],
      },
    ]);
  });

  it('is followed to rows in texts, bytes and errors, and not to what it was asked', async () => {
    const files = withCode(`
      export async function hide(session: { tenantId: string }, how: string, said?: unknown) {
        const [row] = await list(session);
        if (how === 'text') return JSON.stringify({ deep: [row.body] });
        if (how === 'bytes') return Buffer.from(row.body);
        if (how === 'map') return new Map([[row.body.slice(-17), 1]]);
        if (how === 'id') return { id: row.id };
        if (how === 'echo') return said;
        throw Object.assign(new Error('no'), { cause: { detail: row.body } });
      }`);
    const finds = always('finds', async (lab) => {
      const [first, second] = lab.world.tenants;
      const hide = (how: string, said: string | null = null): Parameters<typeof lab.call>[0] => ({
        ...list(second),
        name: 'hide',
        args: [sessionOf(first), how, said],
      });
      for (const how of ['text', 'bytes', 'map', 'id', 'throw']) {
        const { foreign } = await lab.call(hide(how));
        expect([how, foreign.map(({ table, owner }) => [table, owner])]).toEqual([
          how,
          [['notes', 0]],
        ]);
      }
      const [row] = lab.world.rows.notes ?? [];
      expect((await lab.call(hide('echo', String(row?.body)))).found).toEqual([]);
      return held('1');
    });
    expect(byId(await check(files, sampleApp([finds])), 'finds')?.message).toBe('1');
  });
});

describe('an attack on a program', () => {
  it('leaks by what came back, with its timeline', async () => {
    const report = await runAttack(
      app.db,
      sampleApp(),
      INHERITED,
      3,
      { tenantWasSet: false },
      app.realms.run(INHERITED),
    );
    expect(report).toMatchObject({ leaked: true, fault: null, output: [] });
    expect(report.sentence).toMatch(/ got [1-9]\d* notes, [1-9]\d* of others\.$/);
    expect(report.transcript).toHaveLength(2);
    expect(pictureAs('timeline', report.picture).lanes[0]?.bars).toHaveLength(2);
  });

  it('does not where the program holds', async () => {
    const report = await runAttack(
      app.db,
      sampleApp(),
      RIGHT,
      3,
      { tenantWasSet: false },
      app.realms.run(RIGHT),
    );
    expect(report).toMatchObject({ leaked: false, fault: null });
  });
});
