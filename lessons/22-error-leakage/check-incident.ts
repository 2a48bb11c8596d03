import {
  broken,
  held,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type CallRequest,
  type Finding,
} from '#checks';
import { failingCall, neighbour, payTooMuch, type Circumstances } from './calls.ts';
import { decodings } from './decode.ts';
import { incidentOf, ready } from './judge.ts';

type Still = NonNullable<Circumstances['still']>;

/** How often the same failure is repeated, and how often again after a restart of the service. */
const TIMES = 10;
const AGAIN = 3;

/** 2^30: who guesses for a year, a thousand times a second, finds one in thirty. */
const GUESSES = 2 ** 30;
/** 2^60: what rises from one to the next, and still has so much to guess in it, may do so. */
const PLENTY = 2 ** 60;

export const incidentTellsNothing: AppCheck = {
  app: true,
  id: 'incident-tells-nothing',
  kind: 'holds',
  title: 'The incident says nothing, can be neither guessed nor counted, and comes once',
  explanation:
    'An incident is drawn at random for each failure. One that is made from the error lets its holder compare errors; one that counts tells each tenant how often the others fail; one that can be guessed is asked for at your support.',
  async run(lab): Promise<Finding> {
    await ready(lab);
    const { tenants } = lab.world;
    const [first] = tenants;
    const one = await repeat(lab, TIMES, (at) => {
      const tenant = tenants[at % 2] ?? first;
      return failingCall(
        tenant,
        tenant === first ? neighbour(lab.world, first) : first,
        'message',
        'promise',
      );
    });
    const paid = await repeat(lab, AGAIN, () =>
      payTooMuch(lab.world, first, neighbour(lab.world, first)),
    );
    const standing = await repeat(lab, 2, () => standingStill(lab, 'clock and Math.random'));
    await lab.fresh();
    const later = await repeat(lab, AGAIN, (at) => {
      const tenant = tenants[at % 2] ?? first;
      return failingCall(
        tenant,
        tenant === first ? neighbour(lab.world, first) : first,
        'message',
        'promise',
      );
    });
    const all = [...one, ...paid, ...standing, ...later];
    const silent = all.find((attempt) => incidentOf(attempt) === null);
    if (silent)
      return failed('1 failure was answered without an incident.', 'no-incident-told', [silent]);
    return (
      saysSomething(all, paid) ?? repeats(one, paid) ?? countable(one) ?? (await predictable(lab, standing)) ?? afterRestart(one, later) ??
      held(`${all.length} incidents differ, and nothing can be read off them.`)
    ); // prettier-ignore
  },
};

async function repeat(
  lab: AppLab,
  times: number,
  request: (at: number) => CallRequest,
): Promise<CallAttempt[]> {
  const attempts: CallAttempt[] = [];
  for (let at = 0; at < times; at++) attempts.push(await lab.call(request(at)));
  return attempts;
}

const failed = (message: string, way: string, attempts: readonly CallAttempt[]): Finding =>
  broken(
    message,
    way,
    attempts.map(({ step }) => step),
  );

const idOf = (attempt: CallAttempt): string => incidentOf(attempt) ?? '';

/** What a payment’s failure could be known by. */
const WORDS = ['23514', 'wallets_', 'check', 'constraint'];

function saysSomething(all: readonly CallAttempt[], paid: readonly CallAttempt[]): Finding | null {
  for (const attempt of all) {
    const id = idOf(attempt);
    const texts = [id, ...decodings(id)];
    if (texts.some((text) => /secret-[0-9a-f]{10}|failing row|duplicate key/i.test(text))) {
      return failed(
        `1 incident can be read: it holds what was thrown, written otherwise.`,
        'encoded',
        [attempt],
      );
    }
  }
  const word = WORDS.find((known) =>
    paid.every((attempt) => idOf(attempt).toLowerCase().includes(known)),
  );
  return word === undefined
    ? null
    : failed(
        `${paid.length} incidents of payments name ${word}, which is why they failed.`,
        'encoded',
        paid,
      );
}

/** The same incident for two failures. */
function repeats(one: readonly CallAttempt[], paid: readonly CallAttempt[]): Finding | null {
  const seen = new Map<string, CallAttempt>();
  for (const attempt of [...one, ...paid]) {
    const before = seen.get(idOf(attempt));
    if (!before) {
      seen.set(idOf(attempt), attempt);
      continue;
    }
    // All of them one and the same text, or the same for the same error?
    const way =
      seen.size === 1 && paid.every((other) => idOf(other) === idOf(attempt))
        ? 'constant'
        : 'derived';
    return failed(`2 failures have the same incident, ${idOf(attempt)}.`, way, [before, attempt]);
  }
  return null;
}

/** Ids that rise, or that have too little in them that differs. */
function countable(one: readonly CallAttempt[]): Finding | null {
  const ids = one.map(idOf);
  const parts = varying(ids);
  const joined = parts.join('');
  const base = /^\d*$/.test(joined)
    ? 10
    : /^[\da-f]*$/i.test(joined)
      ? 16
      : /[a-z]/.test(joined) && /[A-Z]/.test(joined)
        ? 62
        : 36;
  const space = base ** Math.max(...parts.map((part) => part.length));
  const rises = parts.every((part, at) => at === 0 || inOrder(parts[at - 1] ?? '', part));
  if (space >= GUESSES && !(rises && space < PLENTY)) return null;
  const shown = ids.slice(0, 3).join(', ');
  const message = rises
    ? `${ids.length} incidents in a row count up: ${shown}, and so on.`
    : `${ids.length} incidents in a row differ in too little: ${shown}, and so on.`;
  return failed(message, 'countable', one.slice(0, 3));
}

/** The letters and digits of ids, without what they all begin and end with. */
function varying(ids: readonly string[]): string[] {
  const plain = ids.map((id) => id.replace(/[^a-z0-9]/gi, ''));
  const [first = ''] = plain;
  let start = 0;
  while (start < first.length && plain.every((id) => id[start] === first[start])) start++;
  const rest = plain.map((id) => id.slice(start));
  const [one = ''] = rest;
  let end = 0;
  while (end < one.length && rest.every((id) => id.at(-1 - end) === one.at(-1 - end))) end++;
  return rest.map((id) => id.slice(0, Math.max(0, id.length - end)));
}

const inOrder = (one: string, other: string): boolean =>
  one.length < other.length || (one.length === other.length && one < other);

const standingStill = (lab: AppLab, still: Still): CallRequest => {
  const [first] = lab.world.tenants;
  return failingCall(first, neighbour(lab.world, first), 'message', 'promise', { still });
};

/** What the same error has for an incident twice while the clock, and Math.random, stand still. */
async function predictable(lab: AppLab, standing: readonly CallAttempt[]): Promise<Finding | null> {
  const [one, other] = standing;
  if (!one || !other || idOf(one) !== idOf(other)) return null;
  const byClock = await repeat(lab, 2, () => standingStill(lab, 'clock'));
  const [before, after] = byClock.map(idOf);
  return before === after
    ? failed(`2 failures in the same instant have the same incident, ${before}.`, 'timed', byClock)
    : failed(
        `2 failures for which Math.random drew the same have the same incident, ${idOf(one)}.`,
        'predictable',
        standing,
      );
}

/** A sequence that begins again: a hash of a count, or of the error and a count. */
function afterRestart(one: readonly CallAttempt[], later: readonly CallAttempt[]): Finding | null {
  const known = new Map(one.map((attempt) => [idOf(attempt), attempt]));
  for (const attempt of later) {
    const before = known.get(idOf(attempt));
    if (!before) continue;
    const message = `2 failures, before and after a restart of the service, have the same incident, ${idOf(attempt)}.`;
    return failed(message, 'derived', [before, attempt]);
  }
  return null;
}
