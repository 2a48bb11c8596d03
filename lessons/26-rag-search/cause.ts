import { TENANT_SETTING, type AppLab, type CallAttempt } from '#checks';
import type { Settings } from '#contract';
import { search, type Call } from './calls.ts';
import { tableFault } from './catalog.ts';
import { leakOf, readAnswer, tryCall, type Tried } from './judge.ts';
import { asksTable, sentBy, setsAnother, setsTo } from './sent.ts';
import { TOPICS } from './texts.ts';

/** The tenant that settings carry; null for none. */
export const tenantIn = (settings: Settings | null): string | null =>
  settings?.[TENANT_SETTING] === '' ? null : (settings?.[TENANT_SETTING] ?? null);

/** Why a tenant does not get what is its own. */
export function causeOfBlock({ call, attempt }: Tried): string {
  const { outcome } = attempt;
  if (outcome.kind === 'unsettled') return 'stuck';
  if (outcome.kind === 'threw' && outcome.error.code === '25P02') return 'no-rollback';
  const sent = sentBy(attempt);
  const asked = sent.filter(asksTable).filter((one) => setsTo(one) === null);
  const set = sent.find((one) => setsTo(one) !== null && setsTo(one) !== '');
  const answer = readAnswer(attempt);
  const given = Math.max(0, ...asked.map(({ rows }) => rows ?? 0));
  if (answer && given > answer.matches.length && given >= (call.search?.k ?? Infinity)) {
    return 'filtered-after-limit';
  }
  if (asked.length === 0) return outcome.kind === 'threw' ? 'threw' : 'not-asked';
  const scope = call.search?.scope.length ?? null;
  if (answer?.searched === scope) {
    const short = answer.matches.length < Math.min(call.search?.k ?? 0, scope);
    return short ? 'starved' : 'not-nearest';
  }
  if (!set) return sent.some(setsAnother) ? 'another-setting' : 'not-wrapped';
  if (setsTo(set) !== call.as?.id) return 'other-tenant';
  if (set.transaction === 'idle' && attempt.before !== null && tenantIn(attempt.after) === null) {
    return 'local-alone';
  }
  if (asked.some(({ client, within }) => client !== set.client || within === 'idle')) {
    return 'outside';
  }
  return outcome.kind === 'threw' ? 'threw' : 'blocked';
}

/** What a call left for whoever comes next. */
export function leftBy(attempt: CallAttempt): 'left-open' | 'left-behind' | null {
  if (attempt.held === 'transaction') return 'left-open';
  const value = tenantIn(attempt.after);
  if (value !== null) return 'left-behind';
  const carried = attempt.events.some(
    (event) => event.kind === 'released' && tenantIn(event.settings) !== null,
  );
  return carried ? 'left-behind' : null;
}

/** Why rows of others came back: by what it takes to bring them back. Starts afresh. */
export async function causeOfLeak(lab: AppLab, { call }: Tried): Promise<string> {
  const leaks = async (one: Call): Promise<Tried | null> => {
    await lab.fresh();
    const tried = await tryCall(lab, one);
    return leakOf(lab, tried) === null ? null : tried;
  };
  if (call.plain && !(await leaks(call.plain))) return 'from-arguments';
  if (!(await leaks(call))) return causeOfMemory(lab);
  const question = TOPICS[0].ask;
  const asPlain = search(lab, call.as, { question, k: 20 });
  const fault = await tableFault((sql) => lab.catalog(sql), call.cites ? 'sources' : 'chunks');
  if (call.endpoint !== 'similaritySearch' && !(await leaks(asPlain))) {
    return call.endpoint === 'citeSources' ? 'sources-open' : 'source-only';
  }
  return call.cites && fault === 'no-policies' ? 'sources-open' : (fault ?? 'let-through');
}

/** Nothing is reached by a call alone: what the calls before it left. */
export async function causeOfMemory(lab: AppLab): Promise<string> {
  const [first] = lab.world.tenants;
  await lab.fresh();
  const { attempt } = await tryCall(lab, search(lab, first, { question: TOPICS[0].ask, k: 3 }));
  return leftBy(attempt) ?? 'remembered';
}
