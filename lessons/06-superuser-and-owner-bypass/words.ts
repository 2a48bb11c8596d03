import type { Tenant } from '#contract';
import type { Attempt, Lab, TablePlan } from '#checks';

/** `tool_calls` → "tool calls". */
export const nounOf = (table: TablePlan): string => table.name.replaceAll('_', ' ');

/** How many rows of each tenant but `own` a list of owners holds. */
export function foreignRows(owners: readonly (number | null)[], own: Tenant | null): number {
  return owners.filter((owner) => owner !== null && owner !== own?.index).length;
}

/** "7 of them Acme’s", "7 of them Acme’s and 2 Initech’s", "none of them another tenant’s". */
export function whose(lab: Lab, owners: readonly (number | null)[], own: Tenant | null): string {
  const parts = lab.world.tenants
    .filter((tenant) => tenant.index !== own?.index)
    .map(({ name, index }) => ({ name, rows: owners.filter((owner) => owner === index).length }))
    .filter(({ rows }) => rows > 0)
    .map(({ name, rows }, at) => `${rows} ${at === 0 ? 'of them ' : ''}${name}’s`);
  if (parts.length === 0) return 'none of them another tenant’s';
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

/** "in Globex’s context", "with no tenant set". */
export const contextOf = (tenant: Tenant | null): string =>
  tenant ? `in ${tenant.name}’s context` : 'with no tenant set';

/** The owners of the rows that came back. */
export const readOwners = (attempt: Attempt): readonly (number | null)[] =>
  attempt.rows.rows.map((row) => row.owner);

/** The owners, before the statement, of the rows that it changed or removed. */
export const changedOwners = (attempt: Attempt): readonly (number | null)[] =>
  attempt.changes.map((change) => change.ownerBefore);

/** "read 11 of 11 notes in Globex’s context, 7 of them Acme’s". */
export async function readingOf(
  lab: Lab,
  table: TablePlan,
  attempt: Attempt,
): Promise<{ readonly sentence: string; readonly foreign: number }> {
  const owners = readOwners(attempt);
  const own = attempt.actor.tenant;
  const all = (await lab.truth()).get(table.name)?.size ?? 0;
  return {
    sentence: `read ${owners.length} of ${all} ${nounOf(table)} ${contextOf(own)}, ${whose(lab, owners, own)}`,
    foreign: foreignRows(owners, own),
  };
}
