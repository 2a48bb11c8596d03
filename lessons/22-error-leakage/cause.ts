import type { AppLab, CallRequest } from '#checks';
import type { Tenant } from '#contract';
import { failingCall, neighbour, payTooMuch, type Circumstances, type Place } from './calls.ts';
import { replyOf, tryFailure, type Failure } from './judge.ts';

/**
 * Why another tenant's data got out. That it did was decided by what was in the answer; this
 * chooses the explanation, by what else gets out.
 */
export async function causeOf(
  lab: AppLab,
  request: CallRequest,
  failure: Failure,
): Promise<string> {
  const { as } = request;
  if (!as) return 'message';
  const kind = kindOf(request);
  if (await isOfDevelopment(lab, as)) return 'by-environment';
  if (request.module !== 'driver.ts' && request.args[1] === 'list_wallets') return 'remembered';
  if (asksOf(request)) return 'asked-for';
  if (failure.attempt.outcome.kind === 'threw') return rejectedWay(lab, as, kind, failure);
  if (failure.hidden) return 'encoded';
  if (kind?.startsWith('approved-with') === true || kind === 'approved-subclass') return 'baggage';
  if (kind === 'flags' || kind === 'fashioned' || kind?.startsWith('other-') === true) {
    if (await leaks(lab, as, 'message', 'promise')) return 'message';
    if (kind === 'fashioned') return 'by-field';
    return (await leaks(lab, as, 'flags', 'tool')) ? 'by-flag' : 'by-name';
  }
  if (!inMessage(failure)) return FIELDS.has(kind) ? 'field' : 'attached';
  if (/\[\w*(redacted|hidden|removed|filtered)\w*\]|\*{3}/i.test(printed(failure))) {
    return 'redacted';
  }
  if (kind === null || kind === 'statement') return 'message';
  if (await leaks(lab, as, 'statement', 'promise')) return 'message';
  const pay = await tryFailure(lab, payTooMuch(lab.world, as, neighbour(lab.world, as)));
  if (pay.foreign.length > 0) return 'message';
  if (await leaks(lab, as, 'message', 'promise')) return 'other-errors';
  if (INPUT.has(kind)) return 'by-class';
  return (await leaks(lab, as, 'message', 'lookup')) ? 'found-outside' : 'non-error';
}

/** What has the memo in fields of its own: the driver's errors, and others like them. */
const FIELDS: ReadonlySet<string | null> = new Set([null, 'statement', 'driver-fields']);
/** What is often taken for the caller's own mistake. */
const INPUT: ReadonlySet<string> = new Set(['syntax', 'range', 'type', 'abort', 'validation']);

/** Whether messages get out where NODE_ENV is development, and not where it is production. */
async function isOfDevelopment(lab: AppLab, as: Tenant): Promise<boolean> {
  const under = (env: string): Promise<boolean> => leaks(lab, as, 'statement', 'promise', { env });
  return (await under('development')) && !(await under('production'));
}

const asksOf = ({ args: [, plan] }: CallRequest): boolean =>
  plan !== null && typeof plan === 'object' && 'asks' in plan;

/** What the partner's tool throws; null for one of our own tools. */
function kindOf({ module, args }: CallRequest): string | null {
  const [, plan] = args;
  if (module !== 'driver.ts' || plan === null || typeof plan !== 'object') return null;
  return 'kind' in plan && typeof plan.kind === 'string' ? plan.kind : null;
}

async function rejectedWay(
  lab: AppLab,
  as: Tenant,
  kind: string | null,
  { attempt, foreign }: Failure,
): Promise<string> {
  if (kind === 'throwing-getter' || kind === 'throwing-text') return 'log-threw';
  const { outcome } = attempt;
  const own = outcome.kind === 'threw' ? outcome.error.message : '';
  const [first] = foreign;
  if (first && !own.includes(first.text)) return 'attached';
  const places: Place[] = [];
  for (const at of ['tool', 'promise', 'lookup'] as const) {
    if (await leaks(lab, as, 'message', at)) places.push(at);
  }
  if (places.length === 1 && places[0] === 'lookup') return 'escaped-lookup';
  if (places.length === 1 && places[0] === 'tool') return 'escaped-sync';
  return places.includes('promise') && !places.includes('lookup') ? 'escaped-async' : 'rethrown';
}

async function leaks(
  lab: AppLab,
  as: Tenant,
  kind: string,
  at: Place,
  under: Circumstances = {},
): Promise<boolean> {
  const request = failingCall(as, neighbour(lab.world, as), kind, at, under);
  return (await tryFailure(lab, request)).foreign.length > 0;
}

/** Whether what got out stands in the message of the reply. */
function inMessage({ attempt, foreign }: Failure): boolean {
  const message = replyOf(attempt)?.message;
  return typeof message === 'string' && foreign.some(({ text }) => message.includes(text));
}

const printed = ({ attempt }: Failure): string => JSON.stringify(replyOf(attempt));
