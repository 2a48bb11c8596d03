import { TENANT_SETTING, type AppLab } from '#checks';
import type { PoolEvent, Settings } from '#contract';
import { everyCall } from './calls.ts';
import { tryCall, type Tried } from './judge.ts';
import { asksTable, isLocal, sentBy, setsTo, type Sent } from './sent.ts';

/** The tenant that settings carry; null for none. */
export const tenantIn = (settings: Settings | null): string | null =>
  settings?.[TENANT_SETTING] === '' ? null : (settings?.[TENANT_SETTING] ?? null);

/** How a call left the connection. */
export type Trace = 'value' | 'transaction' | null;

/** What a call left for whoever comes next: a value that was not there before, or an open transaction. */
export function leftBy({ attempt }: Tried): Trace {
  if (attempt.held === 'transaction') return 'transaction';
  const value = tenantIn(attempt.after);
  return value !== null && value !== tenantIn(attempt.before) ? 'value' : null;
}

/** The hand-overs, in the midst of a call, at which the server connection carried a tenant. */
export const carriedOver = ({ attempt }: Tried): readonly PoolEvent[] =>
  attempt.events.filter((event) => event.kind === 'released' && tenantIn(event.settings) !== null);

/** One call of each kind for two tenants in turn: what the causes below are read from. */
export async function walk(lab: AppLab): Promise<readonly Tried[]> {
  const [first, second] = lab.world.tenants;
  const others = everyCall(lab, second);
  const walked: Tried[] = [];
  // In turn, so that what one leaves is not taken for what the next one leaves.
  for (const [at, call] of everyCall(lab, first).entries()) {
    walked.push(await tryCall(lab, call));
    const other = others[at];
    if (other) walked.push(await tryCall(lab, other));
  }
  return walked;
}

/** Why something is left behind, from a {@link walk}; null where nothing is. */
export function causeOfLeft(lab: AppLab, walked: readonly Tried[]): string | null {
  const left = walked.map((tried) => ({ tried, trace: leftBy(tried) }));
  const values = left.filter(({ trace }) => trace === 'value').map(({ tried }) => tried);
  const open = left.filter(({ trace }) => trace === 'transaction').map(({ tried }) => tried);
  const ids = lab.world.tenants.map((tenant) => tenant.id);
  if (values.some(({ attempt }) => !ids.includes(tenantIn(attempt.after) ?? ''))) return 'stand-in';
  if (open.length > 0) return endings(open, 'left-open', 'no-rollback');
  if (values.length > 0) {
    if (values.some(({ attempt }) => attempt.held === 'connection')) return 'kept-connection';
    if (values.some(localReset)) return 'reset-local';
    if (values.every(keptByCommit)) return 'left-after-commit';
    return tooEarly(walked) ?? endings(values, 'left', 'left-on-throw');
  }
  const between = walked.filter((tried) => carriedOver(tried).length > 0);
  if (between.length === 0) return null;
  return between.some(resetElsewhere) ? 'reset-after-release' : 'left-between';
}

/** Only calls that threw, only calls that returned early, or others as well. */
function endings(tried: readonly Tried[], always: string, thrown: string): string {
  if (tried.every(({ attempt }) => attempt.outcome.kind === 'threw')) return thrown;
  if (tried.every(({ call }) => call.ends === 'early')) return `${always}-early`;
  return always;
}

/** It is taken away before it is set: when a connection is made, or each time one is taken. */
function tooEarly(walked: readonly Tried[]): string | null {
  const early = walked.filter(({ attempt }) => {
    const sets = sentBy(attempt)
      .map(setsTo)
      .filter((value) => value !== null);
    return sets[0] === '' && sets.length > 1 && sets.at(-1) !== '';
  });
  if (early.length === 0) return null;
  return early.length > 1 ? 'reset-on-acquire' : 'reset-on-connect';
}

/** It is taken away for a transaction only, and no transaction is open. */
const localReset = ({ attempt }: Tried): boolean =>
  sentBy(attempt).some(
    (sent) => setsTo(sent) === '' && isLocal(sent) && sent.transaction === 'idle',
  );

/** It is set for the session inside of a transaction, whose COMMIT keeps it. */
const keptByCommit = ({ attempt }: Tried): boolean =>
  sentBy(attempt).some(
    (sent) =>
      setsTo(sent) !== null && setsTo(sent) !== '' && !isLocal(sent) && sent.transaction === 'open',
  );

/** It is taken away after the connection went back to the pool. */
const resetElsewhere = ({ attempt }: Tried): boolean =>
  sentBy(attempt).some((sent) => setsTo(sent) === '' && sent.returns > 0);

/** An answer for which nothing was asked of the database. */
export const fromMemory = (tried: Tried): boolean => sentBy(tried.attempt).length === 0;

/** Its transaction is begun and used on a client, and ended after that one was given back. */
export function endsElsewhere({ attempt }: Tried): boolean {
  const sent = sentBy(attempt);
  const at = sent.findIndex(({ sql }) => /^\s*(?:BEGIN|START)\b/i.test(sql));
  const [begun, used] = [sent[at], sent[at + 1]];
  const ended = sent.findLast(({ sql }) => /^\s*(?:ROLLBACK|ABORT)\b/i.test(sql));
  if (at < 0 || !begun || !used || !ended) return false;
  const isWith = (one: Sent): boolean =>
    one.client === begun.client && one.returns === begun.returns;
  return isWith(used) && !isWith(ended);
}

/** The policy refused a row. */
const REFUSED = '42501';

/** Why a tenant does not reach its own rows. */
export function causeOfBlock({ call, attempt }: Tried): string {
  if (attempt.outcome.kind === 'unsettled') return 'second-connection';
  const sent = sentBy(attempt);
  const asked = sent.findLast(asksTable);
  const set = sent.findLast((one) => setsTo(one) !== null && setsTo(one) !== '');
  if (attempt.outcome.kind === 'threw') {
    const { code } = attempt.outcome.error;
    if (code === '25P02') return 'no-rollback';
    // What a missing or wrong tenant comes to is no row, which the endpoint may throw about, or a
    // refusal by the policy. Another error has another reason, and a wrong one teaches nothing.
    if (code === null ? !asked : code !== REFUSED) return 'blocked';
  }
  if (!set) return 'not-set';
  if (setsTo(set) !== call.as?.id) return 'constant';
  const outside = asked?.within === 'idle' && set.transaction === 'open';
  if (outside && sent.some((one) => asksTable(one) && one.within === 'open')) {
    return 'work-after-release';
  }
  if (asked && asked.client !== set.client) return 'second-connection';
  if (isLocal(set) && set.transaction === 'idle') return 'local-alone';
  if (outside) return 'committed-too-soon';
  return 'blocked';
}
