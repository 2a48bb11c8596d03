import { count, shareOf, type AppLab, type CallAttempt, type Row } from '#checks';
import type { Tenant } from '#contract';
import { ownRows, TABLE, type Call } from './calls.ts';

/** A call, and what came of it. */
export interface Tried {
  readonly call: Call;
  readonly attempt: CallAttempt;
}

/**
 * Makes a call. One that never answers ends its start: the next one finds a fresh one.
 */
export async function tryCall(lab: AppLab, call: Call): Promise<Tried> {
  const attempt = await lab.call(call);
  if (attempt.outcome.kind === 'unsettled') await lab.fresh();
  return { call, attempt };
}

/** "Globex", "A visitor without a tenant", "The health check". */
export const whoCalls = (call: Call): string =>
  call.as?.name ?? (call.endpoint === 'health' ? 'The health check' : 'A visitor without a tenant');

/** "with listInvoices(session)". */
export const withCall = (call: Call): string => `with ${call.show}`;

/**
 * What reached, or was done to, anybody but the caller, as a sentence; null where nothing was.
 * A caller without a tenant owns nothing, so everything is somebody else's.
 */
export function leakOf(lab: AppLab, { call, attempt }: Tried): string | null {
  const who = whoCalls(call);
  const [change] = call.as === null ? attempt.changes : attempt.foreignChanges;
  if (change) {
    const victim = tenantAt(lab, change.ownerBefore ?? change.ownerAfter);
    const whose = victim ? `for ${victim.name}` : 'for a tenant that does not exist';
    return change.kind === 'inserted'
      ? `${who} created 1 invoice ${whose} ${withCall(call)}.`
      : `${who} ${change.kind} ${theirs(lab, victim, 1)} ${withCall(call)}.`;
  }
  const [first] = attempt.foreign;
  if (first) {
    const victim = tenantAt(lab, first.owner);
    const rows = attempt.foreign.filter((row) => row.owner === first.owner).length;
    return `${who} read ${theirs(lab, victim, rows)} ${withCall(call)}.`;
  }
  const visible = visibleIn(attempt) ?? 0;
  return visible > 0
    ? `${who} counted ${count(visible, 'invoice')} where it may see 0, ${withCall(call)}.`
    : null;
}

/** Every invoice with its key, by the truth. */
const invoices = async (lab: AppLab) => [...((await lab.truth()).get(TABLE)?.entries() ?? [])];

/** Whether what a call made or paid is there, by the truth, past row-level security. */
export async function isKept(lab: AppLab, call: Call, tenant: Tenant): Promise<boolean> {
  // What a transaction that is still open did is not kept. The truth cannot be read while it is.
  if ((await lab.settings()) === null) return false;
  const rows = await invoices(lab);
  return rows.some(
    ([key, row]) =>
      row.tenant_id === tenant.id &&
      (call.makes === undefined ? key === call.pays && row.paid === 't' : row.note === call.makes),
  );
}

/** The invoices that a call made, by the truth. */
export async function rowsMade(lab: AppLab, { makes }: Call): Promise<readonly Row[]> {
  const rows = await invoices(lab);
  return rows
    .filter(([, row]) => row.note === makes)
    .map(([id, row]) => ({ id, tenant_id: row.tenant_id ?? null }));
}

/**
 * How many invoices are paid that nobody asked to pay. The truth says so, and not what a call
 * changed: a COMMIT that comes after the answer would be taken for the next call's.
 */
export async function paidUnasked(lab: AppLab, asked: ReadonlySet<string>): Promise<number> {
  const rows = await invoices(lab);
  return rows.filter(([key, row]) => row.paid === 't' && !asked.has(key)).length;
}

const tenantAt = (lab: AppLab, index: number | null): Tenant | null =>
  lab.world.tenants.find((tenant) => tenant.index === index) ?? null;

const theirs = (lab: AppLab, owner: Tenant | null, n: number): string =>
  owner
    ? shareOf(n, owner.name, ownRows(lab, owner).length, 'invoice')
    : `${n} of another’s invoices`;

/** The number that health() answers; null in any other answer. */
export function visibleIn({ request, outcome }: CallAttempt): number | null {
  if (request.name !== 'health' || outcome.kind !== 'returned') return null;
  const { value } = outcome;
  if (value === null || typeof value !== 'object' || !('visible' in value)) return null;
  return typeof value.visible === 'number' ? value.visible : null;
}

/** What is wrong with an answer to its own caller, as the rest of a sentence; null where it is right. */
export function faultOf({ call, attempt }: Tried): string | null {
  const { outcome } = attempt;
  if (outcome.kind === 'unsettled') {
    return `never answered: ${outcome.message.replace(`${call.show} never answers: `, '')}`;
  }
  if (call.ends === 'throws') return outcome.kind === 'threw' ? null : 'returned without an error.';
  // Who has no tenant may be turned away as well as shown nothing.
  if (outcome.kind === 'threw' && call.as === null && call.endpoint !== 'health') return null;
  if (outcome.kind === 'threw') return `ended in ${nameOf(outcome.error)}.`;
  const shown = new Set(attempt.found.filter((row) => row.table === TABLE).map((row) => row.key));
  // What the caller said itself, such as the id in getInvoice(session, 17), is not looked for: then the note is.
  const seen = call.shows.filter((key) => shown.has(key)).length;
  if (seen < call.shows.length) {
    return `showed ${seen} of ${count(call.shows.length, 'own invoice')}.`;
  }
  if (call.endpoint === 'health' && visibleIn(attempt) === null) return 'answered without a count.';
  if (call.ends === 'early' && outcome.value !== null) return 'returned something for 0 invoices.';
  return null;
}

/** What an export shows beside its year, as the rest of a sentence; null where that is nothing. */
export function beside(lab: AppLab, { call, attempt }: Tried): string | null {
  if (call.endpoint !== 'exportInvoices') return null;
  const others = attempt.found.filter(
    ({ table, key, foreign }) => table === TABLE && !foreign && !call.shows.includes(key),
  );
  const own = call.as ? ownRows(lab, call.as).length - call.shows.length : 0;
  return others.length > 0
    ? `showed ${others.length} of ${count(own, 'own invoice')} of other years.`
    : null;
}

/** `25P02, current transaction is aborted …`. */
const nameOf = ({ code, message }: { code: string | null; message: string }): string =>
  code === null ? `an error, “${message}”` : `${code}, “${message}”`;
