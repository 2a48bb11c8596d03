import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runChecks } from '../../src/checks/index.ts';
import type { FileTexts, Verdict } from '../../src/contract/index.ts';
import { openBench, urlOf, type Bench } from './superuser-and-owner-bypass-lab.ts';
import { REFUSED_DEFINERS, SOUND_DEFINERS } from './superuser-and-owner-bypass-definers.ts';
import { OTHERS, SOUND, UNKNOWN } from './superuser-and-owner-bypass-variants.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.database.close());

const grade = (files: FileTexts, seed = 1): Promise<Verdict> =>
  runChecks(bench.database, bench.lesson, files, seed);

describe('other answers that must be refused', () => {
  it.each(OTHERS)('$name', async ({ files, check, message }) => {
    // A server on which no tenant was ever set, as each press of Check has it.
    await bench.database.renew();
    const memory = { tenantWasSet: false };
    const verdict = await runChecks(bench.database, bench.lesson, bench.files(files), 12, memory);
    expect(verdict.fault).toBeNull();
    expect(verdict.passed).toBe(false);
    expect(verdict.checks.find(({ id }) => id === check)).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('functions with the owner’s rights that must be refused', () => {
  it.each(REFUSED_DEFINERS)('$name', async ({ files, resembles, message }) => {
    const verdict = await grade(bench.files(files), 12);
    expect(verdict.fault).toBeNull();
    expect(verdict.passed).toBe(false);
    const others = verdict.checks.filter(({ status }) => status !== 'passed');
    expect(others).toMatchObject([
      {
        id: 'tenants-apart',
        status: 'failed',
        resembles,
        message: expect.stringMatching(message) as string,
      },
    ]);
  });
});

describe('other answers that are sound', () => {
  it.each([...SOUND, ...SOUND_DEFINERS])('$name', async ({ files }) => {
    const verdict = await grade(bench.files(files), 21);
    expect(verdict.checks.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(verdict).toMatchObject({ passed: true, fault: null });
  });
});

describe('what cannot be checked', () => {
  it('a definer function that no known argument satisfies is no pass', async () => {
    const verdict = await grade(bench.files(UNKNOWN));
    expect(verdict.passed).toBe(false);
    expect(verdict.checks.find(({ id }) => id === 'tenants-apart')).toMatchObject({
      status: 'could-not-check',
      message: expect.stringMatching(/^by_mark\(xml\) runs with the rights of app_owner/) as string,
    });
  });

  it.each([
    ['', 'database.url is empty'],
    ['not a url', 'space'],
    [`${urlOf('a')}\n${urlOf('b')}`, 'holds 2 lines'],
    ['postgres://db.internal/agents', 'names no user'],
  ])('database.url %j ends in one sentence', async (url, words) => {
    const verdict = await grade(bench.files({ 'database.url': url }));
    expect(verdict.fault).toMatchObject({ code: 'file-refused', file: 'database.url' });
    expect(verdict.fault?.message).toContain(words);
    expect(verdict.passed).toBe(false);
  });

  it.each([
    ['ALTER ROLE app_admin NOBYPASSRLS', '42501'],
    ['ALTER ROLE postgres NOSUPERUSER', '42501'],
    ['REVOKE app_owner FROM app_legacy', '42501'],
    ['ALTER ROLE app_owner LOGIN', '42501'],
    ['CREATE ROLE api LOGIN BYPASSRLS', '42501'],
    ['SET ROLE app_user', '42501'],
  ])('%s is beyond what the migration may do', async (sql, code) => {
    const verdict = await grade(bench.files({ 'roles.sql': sql }));
    expect(verdict.fault).toMatchObject({ code: 'sql-error', file: 'roles.sql', sql: { code } });
  });
});
