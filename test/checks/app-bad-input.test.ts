import { describe, expect, it } from 'vitest';
import { held, runChecks, type AppCheck } from '../../src/checks/index.ts';
import type { FileTexts, Verdict } from '../../src/contract/index.ts';
import { useNodeRealms } from '../support/node-realms.ts';
import { list, planOf, RIGHT, sampleApp } from './sample-app.ts';

const node = useNodeRealms();

const run = (files: FileTexts, lesson = sampleApp([TWICE])): Promise<Verdict> =>
  runChecks(
    node.db,
    lesson,
    files,
    5,
    { tenantWasSet: false },
    () => undefined,
    node.realms.run(files),
  );

/** Two calls of `list`, the second after whatever the first one left. */
const TWICE: AppCheck = {
  app: true,
  id: 'twice',
  kind: 'works',
  title: 'Two calls',
  explanation: '',
  async run(lab) {
    const [first, second] = lab.world.tenants;
    await lab.call({ ...list(first), show: 'list(first)' });
    await lab.call({ ...list(second), show: 'list(second)' });
    return held('2 calls answered.');
  },
};

const DB = (max: number): string =>
  `import { Pool } from 'pg'; export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: ${max} });`;
const program = (body: string, max = 1): FileTexts => ({
  'db.ts': DB(max),
  'notes.ts': `import { pool } from './db.ts';\n${body}`,
});

describe('a program that cannot be loaded is the verdict’s fault', () => {
  const cases: readonly (readonly [string, FileTexts, object])[] = [
    [
      'a syntax error',
      program('export const list = (;'),
      { code: 'compile-error', file: 'notes.ts', line: 2 },
    ],
    [
      'a throw',
      program("throw new Error('no');"),
      { code: 'program-error', file: 'notes.ts', line: 2 },
    ],
    ['a throw of nothing', program('throw null;'), { code: 'program-error', file: 'notes.ts' }],
    [
      'a package that is not there',
      program(`import 'left-pad';`),
      { code: 'program-error', file: 'notes.ts' },
    ],
    ['an endless loop', program('while (true) {}'), { code: 'program-stuck' }],
    ['an exit', program('process.exit(3);'), { code: 'program-ended' }],
  ];
  it.each(cases)('%s', async (_name, files, fault) => {
    const verdict = await run(files);
    expect(verdict.fault).toMatchObject(fault);
    expect(verdict.passed).toBe(false);
    expect(verdict.checks.map((each) => [each.status, each.message])).toEqual([
      ['could-not-check', verdict.fault?.message],
    ]);
    expect((await run(RIGHT)).passed).toBe(true);
  });
});

describe('a program that cannot be decided on never passes', () => {
  const cases: readonly (readonly [string, FileTexts, RegExp])[] = [
    [
      'an endless loop in a call',
      program('export function list() { while (true) {} }'),
      /did not come to an end/,
    ],
    [
      'an exit in a call',
      program('export async function list() { process.exit(1) }'),
      /process\.exit\(1\)/,
    ],
    [
      'a stream of a file, and its error caught',
      program(`import { open } from 'node:fs/promises';
        export async function list() {
          const file = await open('list', 'w+');
          try { file.createReadStream(); } catch { return []; } finally { await file.close(); }
        }`),
      /^This sandbox's file handles have no createReadStream: use readFile and writeFile\.$/,
    ],
    [
      'a command that the sandbox’s Redis does not have, and its error caught',
      program(`import { createClient } from 'redis';
        const redis = createClient();
        export async function list() {
          try { await redis.sAdd('seen', 'list'); } catch { return []; }
        }`),
      /^This sandbox's Redis has strings, hashes and their expiry, and no sAdd\. It has: /,
    ],
    ['no such function', program('export const other = 1;'), /list/],
    [
      'a promise that never settles',
      program('export const list = () => new Promise(() => {});'),
      /^list\(first\) never answers: nothing is left that could settle its promise\.$/,
    ],
    [
      'a connection that is not given back',
      program(
        'export const list = async () => (await (await pool.connect()).query("SELECT 1")).rows;',
      ),
      /^list\(first\) never gave its connection back, and list\(second\) waits for that connection for ever\.$/,
    ],
    [
      'a second connection of a pool of one',
      program(`export async function list() {
        const client = await pool.connect();
        await client.query('BEGIN');
        await pool.query('SELECT 1');
      }`),
      /^list\(first\) holds a connection in a transaction while it waits for a second one from the same pool, so it waits for itself\.$/,
    ],
    [
      'a second connection while the server is held',
      program(
        `export async function list() {
        const client = await pool.connect();
        await client.query('BEGIN');
        await pool.query('SELECT 1');
      }`,
        2,
      ),
      /^list\(first\) holds a connection in a transaction while it waits for a second one/,
    ],
    [
      'a transaction that is left open',
      program(
        `let kept;
        export async function list() {
          if (!kept) { kept = await pool.connect(); await kept.query('BEGIN'); return 1; }
          return (await pool.query('SELECT 1')).rows;
        }`,
        2,
      ),
      /^list\(first\) left a transaction open, and list\(second\) waits for that connection for ever\.$/,
    ],
    [
      'an answer too large to be carried',
      program('export const list = () => "x".repeat(60_000_000);'),
      /list\(first\)/,
    ],
  ];
  it.each(cases)('%s', async (_name, files, message) => {
    const verdict = await run(files);
    expect(verdict.fault).toBeNull();
    expect(verdict.passed).toBe(false);
    expect(verdict.checks[0]).toMatchObject({ status: 'could-not-check', evidence: null });
    expect(verdict.checks[0]?.message).toMatch(message);
    expect((await run(RIGHT)).passed).toBe(true);
  });

  it('makes an attempt of a call that never settles, where the check asks for one', async () => {
    const asked: AppCheck = {
      ...TWICE,
      async run(lab) {
        const attempt = await lab.call({ ...list(null), unsettled: 'attempt' });
        expect(attempt.step.outcome).toMatchObject({ kind: 'unsettled' });
        await lab.fresh();
        return held('1 call never settled.');
      },
    };
    const files = program('export const list = () => new Promise(() => {});');
    expect((await run(files, sampleApp([asked]))).passed).toBe(true);
  });

  it('says what waits in session pooling, where a connection keeps the server', async () => {
    const plan = planOf({ mode: 'session', users: { app_user: 'app_user' } });
    const files = program(`import { Pool } from 'pg';
      const pools = [pool, new Pool({ connectionString: process.env.DATABASE_URL })];
      export const list = async () => (await pools.shift()?.query('SELECT 1'))?.rows;`);
    expect((await run(files, sampleApp([TWICE], plan))).checks[0]?.message).toBe(
      'list(second) never answers: the pooler’s one server connection stays with another connection of the pool until that disconnects.',
    );
  });

  it('gives up on a program that is stopped again and again, check after check', async () => {
    const checks = ['a', 'b', 'c', 'd'].map((id) => ({ ...TWICE, id }));
    const verdict = await run(
      program('export const list = () => process.exit(1);'),
      sampleApp(checks),
    );
    expect(verdict.checks.map((each) => each.message.includes('process.exit(1)'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(verdict.checks.every((each) => each.status === 'could-not-check')).toBe(true);
  });
});

describe('without what a program needs', () => {
  it('nothing is checked', async () => {
    const without = (app: Parameters<typeof runChecks>[6]): Promise<Verdict> =>
      runChecks(node.db, sampleApp(), RIGHT, 5, { tenantWasSet: false }, () => undefined, app);
    expect((await without(undefined)).fault?.code).toBe('harness-fault');
    const { program: compiled } = node.realms.run(RIGHT);
    const verdict = await without({ program: compiled, host: null });
    expect(verdict.fault?.code).toBe('sandbox-failed');
  });
});
