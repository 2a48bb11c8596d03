import { broken, held, type AppCheck, type AppLab, type CallRequest, type Finding } from '#checks';
import type { FoundRow, Tenant, TranscriptStep } from '#contract';
import {
  failingCall,
  neighbour,
  payTo,
  payTooMuch,
  toolCall,
  wallets,
  type Place,
} from './calls.ts';
import { causeOf } from './cause.ts';
import { masked } from './mask.ts';
import { readOtherwise, ready, tenantAt, tryFailure } from './judge.ts';

/** Makes calls that fail, and stops at the first whose answer has another tenant's in it. */
async function nothingOut(
  lab: AppLab,
  requests: readonly CallRequest[],
  what: string,
): Promise<Finding> {
  await ready(lab);
  let caller: Tenant | null = null;
  for (const request of requests) {
    const failure = await tryFailure(lab, request);
    if (failure.foreign.length > 0) {
      const way = await causeOf(lab, request, failure);
      return told(lab, request, failure.foreign, failure.step, way, failure.hidden);
    }
    caller = request.as;
  }
  const otherwise = await readOtherwise(lab, caller);
  if (otherwise.foreign.length > 0) {
    const { request, foreign, step } = otherwise;
    return told(lab, request, foreign, step, 'hidden-in-reply', true);
  }
  return held(`${requests.length} ${what} told their callers of 0 wallets of others.`);
}

function told(
  lab: AppLab,
  { as }: CallRequest,
  [first]: readonly FoundRow[],
  step: TranscriptStep,
  way: string,
  hidden: boolean,
): Finding {
  const whose = tenantAt(lab, first?.owner ?? null)?.name ?? 'another tenant';
  const how = hidden ? ', read in another way' : '';
  const message = `${as?.name ?? 'Nobody'} was told of 1 of ${whose}’s wallets in the answer to a call that failed${how}.`;
  return broken(message, way, masked([{ ...step, note: step.note ?? message }]));
}

/** Who calls, and whose memo is in what is thrown. */
const pairOf = ({ world }: AppLab): [Tenant, Tenant] => {
  const caller = world.draw.pick(world.tenants);
  return [caller, neighbour(world, caller)];
};

export const databaseErrors: AppCheck = {
  app: true,
  id: 'database-errors',
  kind: 'holds',
  title: 'What PostgreSQL says of a refusal does not reach the caller',
  explanation:
    'The message of an error of the database, its detail, and what our own layers made of them were written for whoever runs the database. They name rows that the caller may not see.',
  run(lab) {
    const [payer, payee] = pairOf(lab);
    const frozen = wallets(lab.world).find((one) => one.owner === payee && one.frozen);
    const requests = [
      payTooMuch(lab.world, payer, payee),
      ...(frozen ? [payTo(lab.world, payer, frozen.handle, 1)] : []),
      failingCall(payer, payee, 'statement', 'promise'),
    ];
    return nothingOut(lab, requests, 'refusals of the database');
  },
};

/** All that is thrown, the plain error from every place and the rest from a drawn one. */
export const KINDS = [
  'cause', 'cause-text', 'aggregate', 'fields', 'driver-fields', 'syntax', 'range', 'type', 'abort',
  'validation', 'stack', 'text', 'object', 'list', 'undefined',
  'null', 'symbol', 'to-string', 'to-json', 'getter', 'throwing-text',
  'throwing-getter',
] as const; // prettier-ignore
export const ALL_PLACES: readonly [Place, ...Place[]] = ['tool', 'later', 'promise', 'lookup'];

/** Why a call that does not fail is made among those that do. */
const AFTER = 'It does not fail; the call before it did.';

export const whateverIsThrown: AppCheck = {
  app: true,
  id: 'whatever-is-thrown',
  kind: 'holds',
  title: 'Whatever is thrown, from wherever, stays inside',
  explanation:
    'Anything can be thrown, and from anywhere: a string, an object, an error with a cause, before there is a promise or long after. The answer to the caller is made of none of it.',
  run(lab) {
    const [caller, victim] = pairOf(lab);
    const { draw, tenants } = lab.world;
    const others = tenants.filter((tenant) => tenant !== caller && tenant !== victim);
    const requests = [
      ...ALL_PLACES.map((at) => failingCall(caller, victim, 'message', at)),
      failingCall(caller, victim, 'message', 'promise', { asks: true }),
      // Whom a call that goes well tells of the one before.
      ...[caller, ...others].map((tenant) => toolCall(tenant, 'list_wallets', {}, AFTER)),
      ...KINDS.map((kind) => failingCall(caller, victim, kind, draw.pick(ALL_PLACES))),
    ];
    return nothingOut(lab, requests, 'failures of a partner’s tool');
  },
};

export const approvedByIdentity: AppCheck = {
  app: true,
  id: 'approved-by-identity',
  kind: 'holds',
  title: 'What only looks approved is not, and of what is approved only the message gets out',
  explanation:
    'Anybody can give an error a name, a status or a flag. Approved is what our own code made as such: an instance of our class. And its message was approved, not its cause and not its fields.',
  run(lab) {
    const [caller, victim] = pairOf(lab);
    const { draw } = lab.world;
    const kinds = [
      'other-class', 'other-name', 'other-object', 'flags', 'fashioned', 'approved-cause',
      'approved-with-cause', 'approved-with-fields', 'approved-subclass',
    ]; // prettier-ignore
    const requests = kinds.map((kind) => failingCall(caller, victim, kind, draw.pick(ALL_PLACES)));
    return nothingOut(lab, requests, 'look-alikes and approved errors');
  },
};
