import { TENANT_SETTING, type Attempt, type Lab, type TablePlan } from '#checks';
import { quoteLiteral, type MatrixCommand } from '#contract';

/** A policy as the catalog has it. */
interface Policy {
  readonly table: string;
  readonly command: string;
  readonly permissive: boolean;
  /** Whether it is for the application's role at all. */
  readonly applies: boolean;
  readonly using: string | null;
  readonly check: string | null;
}

const LETTERS: Readonly<Record<MatrixCommand, string>> = {
  SELECT: 'r',
  INSERT: 'a',
  UPDATE: 'w',
  DELETE: 'd',
};

async function readPolicies(lab: Lab): Promise<readonly Policy[]> {
  const role = quoteLiteral(lab.application);
  const rows = await lab.catalog(
    `SELECT c.relname, p.polcmd, p.polpermissive,
       p.polroles = '{0}' OR EXISTS (SELECT FROM pg_catalog.unnest(p.polroles) AS r (oid)
         WHERE r.oid <> 0 AND pg_catalog.pg_has_role(${role}, r.oid, 'USAGE')),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
     FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace
     ORDER BY 1, p.polname`,
  );
  return rows.map(([table, command, permissive, applies, using, check]) => ({
    table: table ?? '',
    command: command ?? '',
    permissive: permissive === 't',
    applies: applies === 't',
    using: using ?? null,
    check: check ?? null,
  }));
}

async function readUnprotected(lab: Lab, tables: readonly TablePlan[]): Promise<string[]> {
  const names = tables.map((table) => quoteLiteral(table.name)).join(', ');
  const rows = await lab.catalog(
    `SELECT c.relname FROM pg_catalog.pg_class c
     WHERE c.relnamespace = 'public'::pg_catalog.regnamespace
       AND c.relname IN (${names}) AND NOT c.relrowsecurity
     ORDER BY 1`,
  );
  return rows.map(([name]) => name ?? '');
}

/**
 * Why a tenant came across, read off the catalog. It only chooses the explanation: that it leaks
 * was decided by the rows.
 * @param clause the one that should have stopped it
 */
export async function causeOfLeak(
  lab: Lab,
  tables: readonly TablePlan[],
  table: TablePlan,
  command: MatrixCommand,
  clause: 'using' | 'check',
): Promise<string> {
  const policies = await readPolicies(lab);
  const unprotected = await readUnprotected(lab, tables);
  const ofTable = policies.filter((policy) => policy.table === table.name);
  if (unprotected.includes(table.name)) {
    if (ofTable.length > 0) return 'not-enabled';
    return unprotected.length === 1 ? 'table-forgotten' : 'tables-forgotten';
  }
  const applicable = ofTable.filter((p) => isFor(p, command) && p.permissive && p.applies);
  const [only] = applicable;
  if (applicable.length > 1) return 'or-ed';
  if (!only) return 'condition';
  const condition = clause === 'check' ? (only.check ?? only.using) : only.using;
  const all = only.command === '*' ? 'all-' : '';
  if (condition === 'true') return `${all}wide`;
  if (!/current_|\(/.test((condition ?? '').replace(/^\(/, ''))) return 'tenant-not-asked';
  if (!condition?.includes(table.tenant)) return 'column-not-compared';
  return 'condition';
}

/** Why a tenant could not reach its own rows, read off the catalog and the refusal. */
export async function causeOfBlock(
  lab: Lab,
  table: TablePlan,
  command: MatrixCommand,
  attempt: Attempt,
): Promise<string> {
  const rows = (await lab.truth()).get(table.name)?.size ?? 0;
  if (rows < (lab.world.rows[table.name] ?? []).length) return 'rows-lost';
  if (attempt.error?.message.startsWith('permission denied')) return 'revoked';
  const ofTable = (await readPolicies(lab)).filter((policy) => policy.table === table.name);
  if (ofTable.length === 0) return 'no-policies';
  const forCommand = ofTable.filter((policy) => isFor(policy, command));
  const applicable = forCommand.filter((policy) => policy.applies);
  const permissive = applicable.filter((policy) => policy.permissive);
  if (forCommand.length === 0) return 'no-policy';
  if (applicable.length === 0) return 'wrong-role';
  if (permissive.length === 0) return 'restrictive-only';
  if (command === 'INSERT' && permissive.every((p) => p.check === null && p.using === null))
    return 'no-check';
  if (command === 'UPDATE' && permissive.every((p) => p.using === null)) return 'no-using';
  const conditions = permissive.flatMap(({ using, check }) => [using, check]);
  const stated = conditions.filter((condition) => condition !== null);
  if (stated.every((condition) => !condition.includes(table.tenant))) return 'wrong-column';
  const asks = stated.filter((condition) => condition.includes('current_setting('));
  if (asks.some((condition) => !condition.includes(`'${TENANT_SETTING}'`))) return 'wrong-setting';
  return 'condition';
}

const isFor = (policy: Policy, command: MatrixCommand): boolean =>
  policy.command === '*' || policy.command === LETTERS[command];
