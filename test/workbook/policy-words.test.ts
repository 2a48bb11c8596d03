import { describe, expect, it } from 'vitest';
import type { Policy, TableSecurity } from '../../src/contract/index.ts';
import {
  conditionWords,
  policyWords,
  securityWords,
  type Words,
} from '../../src/workbook/policy-words.ts';

const OWN = 'tenant_id = the current tenant';
const PRINTED =
  "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)";

const sentence = (words: readonly Words[]): string =>
  words.map((part) => (typeof part === 'string' ? part : `\`${part.code}\``)).join('');

const policy = (parts: Partial<Policy>): Policy => ({
  ...{ name: 'own', command: 'SELECT', permissive: true, roles: ['app_user'] },
  ...{ using: null, check: null },
  ...parts,
});
const said = (parts: Partial<Policy>): string => sentence(policyWords(policy(parts)));

describe('a clause', () => {
  it.each([
    [PRINTED, OWN],
    ["(tenant_id = (current_setting('app.tenant_id'::text))::uuid)", OWN],
    [
      "((tenant_id)::text = current_setting('app.tenant_id'::text, true))",
      '(tenant_id)::text = the current tenant',
    ],
    ['(tenant_id = current_tenant())', 'tenant_id = current_tenant()'],
    ["((a = 1) OR (b = 'x'::text))", "(a = 1) OR (b = 'x')"],
    [
      "(tenant_id = (current_setting('app.team'::text))::uuid)",
      "tenant_id = (current_setting('app.team'))::uuid",
    ],
    ['true', 'true'],
  ])('%s is read as %s', (sql, words) => {
    expect(conditionWords(sql)).toBe(words);
  });
});

describe('a policy', () => {
  it('is a sentence with its roles, its command and its rows', () => {
    expect(said({ using: PRINTED })).toBe(`\`app_user\` may SELECT rows where \`${OWN}\`.`);
    expect(said({ using: 'true', roles: ['PUBLIC'] })).toBe('Every role may SELECT every row.');
    expect(said({ command: 'INSERT', check: PRINTED, roles: ['a', 'b'] })).toBe(
      `\`a\` and \`b\` may INSERT rows where \`${OWN}\`.`,
    );
    expect(said({ command: 'DELETE', using: 'false' })).toBe('`app_user` may DELETE no row.');
  });

  it('tells USING and WITH CHECK apart by what they decide', () => {
    const update = { command: 'UPDATE', using: PRINTED } as const;
    const before = `\`app_user\` may UPDATE rows where \`${OWN}\`, and make of them`;
    expect(said(update)).toBe(`${before} only such rows.`);
    expect(said({ ...update, check: 'true' })).toBe(`${before} any row.`);
    expect(said({ ...update, check: "(body <> ''::text)" })).toBe(
      `${before} rows where \`body <> ''\`.`,
    );
    expect(said({ command: 'ALL', using: PRINTED })).toBe(
      `\`app_user\` may SELECT, UPDATE and DELETE rows where \`${OWN}\`, and write, by INSERT or UPDATE, only such rows.`,
    );
    expect(said({ command: 'ALL', using: 'true' })).toBe(
      '`app_user` may SELECT, UPDATE and DELETE every row, and write, by INSERT or UPDATE, any row.',
    );
  });

  it('that is restrictive takes away, and without a clause does nothing', () => {
    expect(said({ permissive: false, using: PRINTED })).toBe(
      `\`app_user\` may, whatever other policies admit, only SELECT rows where \`${OWN}\`.`,
    );
    expect(said({ permissive: false })).toBe('It takes nothing away.');
    expect(said({})).toBe('`app_user` may SELECT no row.');
  });
});

describe('a table', () => {
  const security = (parts: Partial<TableSecurity>): string =>
    sentence(
      securityWords(
        {
          ...{ table: 'notes', owner: 'app_owner', enabled: true, forced: false, unbound: null },
          policies: [policy({})],
          ...parts,
        },
        'app_user',
      ),
    );

  it('says whom its policies bind', () => {
    expect(security({})).toBe('Row-level security is on, but not for the owner `app_owner`.');
    expect(security({ forced: true })).toBe(
      'Row-level security is on, also for the owner `app_owner`.',
    );
    expect(security({ unbound: 'bypassrls' })).toContain(
      '`app_user` has BYPASSRLS, and no policy binds it.',
    );
    expect(security({ policies: [] })).toContain('There is no policy, so no row is admitted.');
  });

  it('whose row-level security is off asks no policy', () => {
    expect(security({ enabled: false })).toBe(
      'Row-level security is off: a GRANT is enough for every row. The policies below are not asked.',
    );
    expect(security({ enabled: false, policies: [] })).not.toContain('below');
  });
});
