import {
  broken,
  held,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type CallRequest,
  type Finding,
} from '#checks';
import type { Plain } from '#contract';
import { failingCall, neighbour, openWallet, payTo, payTooMuch, saidBy, wallets } from './calls.ts';
import { incidentOf, replyOf } from './judge.ts';
import { masked } from './mask.ts';
import { isMoment } from './moments.ts';

/** Calls of one tool by one tenant that all fail, each for a reason of its own. */
interface Group {
  readonly reasons: readonly (readonly [why: string, request: CallRequest])[];
}

/** Each is made as often: what differs between repetitions says nothing of the reason. */
const TIMES = 2;

export const failuresAlike: AppCheck = {
  app: true,
  id: 'failures-alike',
  kind: 'holds',
  title: 'Why it failed cannot be told from the answer',
  explanation:
    'A SQLSTATE, the name of a constraint, a status or a choice of words per kind of error say something of a row that the caller cannot see: that it exists, that it is full, that its owner is in arrears. But for the incident, one failure is answered as any other.',
  async run(lab): Promise<Finding> {
    let replies = 0;
    for (const { reasons } of groups(lab)) {
      const seen: Seen[] = [];
      for (const [why, request] of reasons) {
        const attempts: CallAttempt[] = [];
        for (let time = 0; time < TIMES; time++) attempts.push(await lab.call(request));
        replies += attempts.length;
        seen.push({ why, attempts, fields: constants(attempts) });
      }
      const finding = compare(seen);
      if (finding) return finding;
    }
    return held(
      `${replies} answers to failures of different kinds were the same but for the incident.`,
    );
  },
};

function groups({ world }: AppLab): Group[] {
  const [payer] = world.tenants;
  const payee = neighbour(world, payer);
  const frozen = wallets(world).find(({ owner, frozen: is }) => owner !== payer && is);
  const nobodys = `${payee.name.toLowerCase()}-1`;
  const tooMuch = payTooMuch(world, payer, payee);
  const amount = (tooMuch.args[2] as { amount: number }).amount;
  const thrown = ['message', 'fields', 'null', 'text', 'statement'];
  return [
    {
      reasons: [
        [`${openWallet(world, payee).handle} is full`, tooMuch],
        [`${nobodys} does not exist`, payTo(world, payer, nobodys, amount)],
        ...(frozen
          ? [[`${frozen.handle} is frozen`, payTo(world, payer, frozen.handle, amount)] as const]
          : []),
      ],
    },
    {
      reasons: thrown.map((kind) => [kind, failingCall(payer, payee, kind, 'promise')] as const),
    },
  ];
}

interface Seen {
  readonly why: string;
  readonly attempts: readonly CallAttempt[];
  readonly fields: ReadonlyMap<string, string>;
}

/** What is the same in all answers to a failure, by its place in the reply. */
function constants(attempts: readonly CallAttempt[]): Map<string, string> {
  const [first, ...others] = attempts.map(fieldsOf);
  return new Map(
    [...(first ?? [])].filter(([path, value]) =>
      others.every((other) => other.get(path) === value),
    ),
  );
}

/** Every scalar of an answer by its path; without the incident, what the caller said, and times. */
function fieldsOf(attempt: CallAttempt): Map<string, string> {
  const said = [incidentOf(attempt), ...scalars(saidBy(attempt.request))]
    .filter((text) => text !== null && text.length > 2)
    .map(String);
  const fields = new Map<string, string>();
  const visit = (path: string, value: Plain): void => {
    if (isMoment(path, value)) return;
    if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) visit(`${path}.${key}`, inner);
      return;
    }
    fields.set(
      path,
      said.reduce((text, word) => text.replaceAll(word, '…'), String(value)),
    );
  };
  const reply = replyOf(attempt);
  if (reply) visit('reply', reply);
  else if (attempt.outcome.kind === 'threw') {
    const { name, message, code } = attempt.outcome.error;
    visit('rejection', { name, message, code });
  }
  return fields;
}

const scalars = (value: Plain): string[] =>
  value !== null && typeof value === 'object'
    ? Object.values(value).flatMap((inner) => scalars(inner))
    : [String(value)];

/** The first two failures whose answers differ in what is constant in each. */
function compare(seen: readonly Seen[]): Finding | null {
  for (const [at, other] of seen.entries()) {
    const one = seen[0];
    if (!one || at === 0) continue;
    const paths = new Set([...one.fields.keys(), ...other.fields.keys()]);
    for (const path of paths) {
      if (one.fields.get(path) === other.fields.get(path) || varies(path, one, other)) continue;
      const field = path.replace('reply.', '');
      const message = `2 failures can be told apart by ${field}: ${show(one, path)}, where ${one.why}; ${show(other, path)}, where ${other.why}.`;
      const steps = [one, other].flatMap(({ attempts: [attempt], why }) =>
        attempt ? [{ ...attempt.step, note: `What happened: ${why}.` }] : [],
      );
      const leaked = seen.some(({ attempts }) =>
        attempts.some(({ foreign, outcome }) => foreign.length > 0 && outcome.kind === 'returned'),
      );
      return broken(message, leaked ? 'message' : wayOf(path), masked(steps));
    }
  }
  return null;
}

/** It is there in both, and is another each time in one of them. */
const varies = (path: string, ...seen: readonly Seen[]): boolean =>
  seen.some(
    ({ fields, attempts }) => !fields.has(path) && attempts.some((one) => fieldsOf(one).has(path)),
  );

const show = ({ fields }: Seen, path: string): string => {
  const value = fields.get(path);
  return value === undefined
    ? 'nothing'
    : `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`;
};

const wayOf = (path: string): string =>
  path === 'reply.message' ? 'mapped' : path.startsWith('rejection') ? 'rethrown' : 'code';
