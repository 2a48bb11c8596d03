import type { Policy, TableSecurity } from '../contract/index.ts';

/** A piece of a sentence: text, or code. */
export type Words = string | { readonly code: string };

/** Whether a whole expression stands in one pair of brackets, which then say nothing. */
function isBracketed(sql: string): boolean {
  if (!sql.startsWith('(') || !sql.endsWith(')')) return false;
  let depth = 0;
  for (let at = 0; at < sql.length - 1; at++) {
    if (sql[at] === '(') depth += 1;
    if (sql[at] === ')') depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}

/** The setting that names the tenant, in the two forms that lessons and learners write, as PostgreSQL prints them. */
const SETTING = /current_setting\('app\.tenant(?:_id)?'(?:::text)?(?:, (?:true|false))?\)/g;
const NULLED = /NULLIF\(the current tenant, ''(?:::text)?\)/g;
const CAST = /\(?the current tenant\)?::(?:uuid|text|integer|bigint)/g;

/**
 * A clause as it is read: `tenant_id = the current tenant`. What stands for the tenant is told by
 * the setting's name; everything else stays SQL.
 */
export function conditionWords(sql: string): string {
  let words = sql
    .replaceAll(SETTING, 'the current tenant')
    .replaceAll(NULLED, 'the current tenant')
    .replaceAll(/\(the current tenant\)/g, 'the current tenant')
    .replaceAll(CAST, 'the current tenant')
    .replaceAll(/('(?:[^']|'')*')::text/g, '$1');
  while (isBracketed(words)) words = words.slice(1, -1);
  return words;
}

/** Which rows a clause admits; a policy without it admits none. */
function rowsOf(sql: string | null, all: string): readonly Words[] {
  const words = sql === null ? 'false' : conditionWords(sql);
  if (words === 'true') return [all];
  if (words === 'false') return ['no row'];
  return ['rows where ', { code: words }];
}

function rolesWords(roles: readonly string[]): readonly Words[] {
  if (roles.includes('PUBLIC')) return ['Every role'];
  return roles.flatMap((code, at): Words[] => (at === 0 ? [{ code }] : [' and ', { code }]));
}

/** What a row may be after a write; where only USING is given, it is asked once more. */
function madeOf({ using, check }: Policy): readonly Words[] {
  const again = check === null && using !== null && conditionWords(using) !== 'true';
  return again ? ['only such rows'] : rowsOf(check ?? using, 'any row');
}

/** What one policy says, with USING and WITH CHECK told apart by what they decide. */
export function policyWords(policy: Policy): readonly Words[] {
  const { command, permissive, roles, using, check } = policy;
  if (!permissive && using === null && check === null) return ['It takes nothing away.'];
  const may = permissive ? ' may ' : ' may, whatever other policies admit, only ';
  return [...rolesWords(roles), may, ...deedOf(policy, command), '.'];
}

function deedOf(policy: Policy, command: Policy['command']): readonly Words[] {
  const { using, check } = policy;
  switch (command) {
    case 'SELECT':
    case 'DELETE':
      return [`${command} `, ...rowsOf(using, 'every row')];
    case 'INSERT':
      return ['INSERT ', ...rowsOf(check, 'any row')];
    case 'UPDATE':
      return [
        ...['UPDATE ', ...rowsOf(using, 'every row')],
        ...[', and make of them ', ...madeOf(policy)],
      ];
    case 'ALL':
      return [
        ...['SELECT, UPDATE and DELETE ', ...rowsOf(using, 'every row')],
        ...[', and write, by INSERT or UPDATE, ', ...madeOf(policy)],
      ];
  }
}

/** Whether the policies are asked at all, and for whom not. */
export function securityWords(security: TableSecurity, application: string): readonly Words[] {
  const { enabled, forced, owner, policies } = security;
  const there = policies.length > 0 ? ' The policies below are not asked.' : '';
  if (!enabled) return [`Row-level security is off: a GRANT is enough for every row.${there}`];
  const bound = forced ? ', also for the owner ' : ', but not for the owner ';
  return [
    ...['Row-level security is on', bound, { code: owner }, '.'],
    ...unboundWords(security, application),
    ...(policies.length === 0 ? [' There is no policy, so no row is admitted.'] : []),
  ];
}

const UNBOUND: Readonly<Record<NonNullable<TableSecurity['unbound']>, string>> = {
  superuser: ' is a superuser, and no policy binds it.',
  bypassrls: ' has BYPASSRLS, and no policy binds it.',
  owner: ' counts as the owner, and no policy binds it.',
};

function unboundWords({ unbound }: TableSecurity, application: string): readonly Words[] {
  return unbound === null ? [] : [' ', { code: application }, UNBOUND[unbound]];
}
