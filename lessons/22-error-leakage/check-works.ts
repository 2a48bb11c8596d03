import {
  broken,
  count,
  held,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type Finding,
} from '#checks';
import type { Plain, Tenant } from '#contract';
import {
  failingCall,
  neighbour,
  openWallet,
  payTo,
  sessionOf,
  toolCall,
  wallets,
} from './calls.ts';
import { ALL_PLACES } from './check-leaks.ts';
import { masked } from './mask.ts';
import { cameTo, fieldsOf, incidentOf, ready, replyOf } from './judge.ts';

const failed = (attempt: CallAttempt, message: string, way: string): Finding =>
  broken(message, way, masked([{ ...attempt.step, note: attempt.step.note ?? message }]));

/** "Acme’s callTool(…) was rejected with …", with a number in front where there is none. */
const sentence = (attempt: CallAttempt): string =>
  `1 call of ${attempt.request.as?.name ?? 'nobody'} that should be answered ${cameTo(attempt)}.`;

const RETURNED = ['empty', 'false', 'null', 'undefined', 'looks-failed', 'nested'] as const;

export const resultsUnchanged: AppCheck = {
  app: true,
  id: 'results-unchanged',
  kind: 'works',
  title: 'What a tool returns is answered as it is',
  explanation:
    'A call that does not throw is answered with { ok: true, result }, whatever the result is: nothing, false, or an object that has a field named error.',
  async run(lab): Promise<Finding> {
    let calls = 0;
    for (const tenant of lab.world.tenants.slice(0, 2)) {
      const finding = await ownTools(lab, tenant);
      if (finding) return finding;
      calls += 3;
    }
    const finding = await partnersTools(lab, lab.world.draw.pick(lab.world.tenants));
    if (finding) return finding;
    return held(`${calls + RETURNED.length} results were answered as they are.`);
  },
};

async function ownTools(lab: AppLab, tenant: Tenant): Promise<Finding | null> {
  const { world } = lab;
  const own = wallets(world).filter(({ owner }) => owner === tenant);
  const listed = await lab.call(toolCall(tenant, 'list_wallets', {}));
  const { ok, result } = replyOf(listed) ?? {};
  const handles = Array.isArray(result)
    ? result.map((row) => (row as { handle?: Plain }).handle)
    : [];
  if (ok !== true || own.some(({ handle }) => !handles.includes(handle))) {
    return failed(listed, sentence(listed), 'result-lost');
  }
  const handle = `${tenant.name.toLowerCase()}-new-${world.draw.int(10_000, 99_999)}`;
  const opened = await lab.call(toolCall(tenant, 'open_wallet', { handle, memo: 'for May' }));
  const paid = await lab.call(
    payTo(world, tenant, openWallet(world, neighbour(world, tenant)).handle, 1),
  );
  for (const [attempt, table] of [
    [opened, 1],
    [paid, 2],
  ] as const) {
    if (replyOf(attempt)?.ok !== true || attempt.changes.length !== table) {
      return failed(attempt, sentence(attempt), 'result-lost');
    }
  }
  return null;
}

async function partnersTools(lab: AppLab, tenant: Tenant): Promise<Finding | null> {
  for (const kind of RETURNED) {
    const attempt = await lab.call({
      as: tenant,
      module: 'driver.ts',
      name: 'succeeding',
      args: [sessionOf(tenant), { kind, at: lab.world.draw.pick(['tool', 'promise']) }],
      show: `callTool(session, 'ledger_sync', {})`,
      note: `The partner’s tool returns ${kind}.`,
    });
    const { reply, expected } = (replyOf(attempt) ?? {}) as { reply?: Plain; expected?: Plain };
    const { ok, result = { '@': 'undefined' } } = fieldsOf(reply ?? null) ?? {};
    if (ok !== true || JSON.stringify(result) !== JSON.stringify(expected)) {
      const message = `1 of ${RETURNED.length} results of a partner’s tool was not answered as it is: it returned ${JSON.stringify(expected)}, and the reply is ${JSON.stringify(reply ?? null)}.`;
      return failed(attempt, message, 'result-lost');
    }
  }
  return null;
}

export const approvedMessages: AppCheck = {
  app: true,
  id: 'approved-messages',
  kind: 'works',
  title: 'A message that was written for the user reaches them, word by word',
  explanation:
    'UserError, and what extends it, carries a message for the user. Without it they cannot know that they mistyped an amount, and ask your support.',
  async run(lab): Promise<Finding> {
    const { world } = lab;
    let told = 0;
    for (const tenant of world.tenants.slice(0, 1)) {
      const other = neighbour(world, tenant);
      const { handle, credits } = openWallet(world, tenant);
      const to = openWallet(world, other).handle;
      const wanted = [
        [toolCall(tenant, 'fly', {}), 'There is no tool “fly”.'],
        [toolCall(tenant, 'open_wallet', { handle: 'A!', memo: 'x' }), 'A handle has 3 to 40 letters, digits and hyphens.'],
        [toolCall(tenant, 'pay', { from: handle, to, amount: -1 }), 'An amount is a whole number of credits, from 1.'],
        [toolCall(tenant, 'pay', { from: handle, to, amount: credits + 7 }), `“${handle}” has ${credits} credits, not ${credits + 7}.`],
        [toolCall(tenant, 'pay', { from: 'mine', to, amount: 1 }), 'You have no wallet “mine”.'],
        ...ALL_PLACES.map((at) => [failingCall(tenant, other, 'approved', at), 'The ledger is closed until Monday.'] as const),
        [failingCall(tenant, other, 'approved-subclass', 'later'), 'The quota of this month is used up.'],
        [failingCall(tenant, other, 'approved-with-cause', 'later'), 'The ledger is closed until Monday.'],
        [failingCall(tenant, other, 'approved-with-fields', 'tool'), 'The ledger is closed until Monday.'],
      ] as const; // prettier-ignore
      for (const [request, message] of wanted) {
        const attempt = await lab.call(request);
        const reply = replyOf(attempt);
        if (reply?.ok === false && reply.message === message) {
          told++;
          continue;
        }
        const said = `${tenant.name} was not told “${message}” by 1 call: it ${cameTo(attempt)}.`;
        return failed(attempt, said, attempt.outcome.kind === 'threw' ? 'rejected' : 'hidden');
      }
    }
    return held(`${count(told, 'message')} for users reached them word by word.`);
  },
};

/** What a handler trips over that takes everything thrown for an Error. */
const UNREADABLE = [
  'object', 'undefined', 'null', 'symbol', 'getter', 'cycle', 'throwing-text', 'throwing-getter',
] as const; // prettier-ignore

export const everyFailureAnswered: AppCheck = {
  app: true,
  id: 'every-failure-answered',
  kind: 'works',
  title: 'Every other failure is answered with a text and an incident',
  explanation:
    'callTool never rejects: whatever is thrown, the reply is { ok: false, message, incident }, and the incident is a text that support can look for. Also where what was thrown cannot be read, or logging it fails.',
  async run(lab): Promise<Finding> {
    await ready(lab);
    const [tenant] = lab.world.tenants;
    const victim = neighbour(lab.world, tenant);
    const { draw } = lab.world;
    const plans = [
      ...ALL_PLACES.map((at) => ['message', at] as const),
      ...UNREADABLE.map((kind) => [kind, draw.pick(ALL_PLACES)] as const),
    ];
    for (const [kind, at] of plans) {
      const attempt = await lab.call(failingCall(tenant, victim, kind, at));
      const { ok, message } = replyOf(attempt) ?? {};
      const isText = typeof message === 'string' && message.trim() !== '';
      if (ok === false && isText && incidentOf(attempt) !== null) continue;
      const way = attempt.outcome.kind === 'threw' ? rejection(kind, at) : 'no-incident-told';
      return failed(attempt, sentence(attempt), way);
    }
    return held(`${plans.length} failures were answered with a text and an incident.`);
  },
};

function rejection(kind: string, at: string): string {
  if (kind.startsWith('throwing-')) return 'log-threw';
  // Of the four places the first that is not answered; the plain error comes before all others.
  if (kind !== 'message') return 'unreadable';
  return (
    { tool: 'escaped-sync', later: 'escaped-async', promise: 'escaped-async' }[at] ??
    'escaped-lookup'
  );
}
