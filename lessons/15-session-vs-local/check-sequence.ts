import { broken, count, held, type AppCheck, type AppLab, type Finding } from '#checks';
import { causeOfLeft, fromMemory, walk } from './cause.ts';
import { create, everyCall, get, nobodysCalls, pay, someRow, type Call } from './calls.ts';
import { leakOf, tryCall, type Tried } from './judge.ts';

/** Calls of all tenants one after the other: each reaches its caller's rows only. */
export const oneAtATime: AppCheck = {
  app: true,
  id: 'one-at-a-time',
  kind: 'holds',
  title: 'Calls one after the other reach their caller’s rows only',
  explanation:
    'In whatever order tenants come, and however the calls before ended, a call may answer with its caller’s rows only, and change those only.',
  async run(lab): Promise<Finding> {
    const { tenants, draw } = lab.world;
    const calls = tenants.flatMap((tenant) => everyCall(lab, tenant));
    return sequence(lab, draw.sample(calls, calls.length));
  },
};

/** Calls on behalf of nobody after calls of a tenant. */
export const noTenant: AppCheck = {
  app: true,
  id: 'no-tenant',
  kind: 'holds',
  title: 'A call without a tenant sees nothing and creates nothing',
  explanation:
    'The visitor who has not chosen a workspace and the health check set no tenant, so they find whatever the connection carries. It must carry none: not after a call that returned, nor after one that returned early or threw.',
  async run(lab): Promise<Finding> {
    const tenant = lab.world.draw.pick(lab.world.tenants);
    const row = someRow(lab, tenant);
    const calls = everyCall(lab, tenant).flatMap((call) => [call, ...nobodysCalls(lab, row, call)]);
    return sequence(lab, calls);
  },
};

/** What the arguments say, against what the session says. */
export const argumentsDoNotCount: AppCheck = {
  app: true,
  id: 'arguments-do-not-count',
  kind: 'holds',
  title: 'A tenant’s id or an invoice’s id in the arguments opens nothing',
  explanation:
    'The tenant comes from the session, which was verified, and from nowhere else. A field of the draft with another tenant’s id, or the id of another’s invoice, is what an attacker fills in.',
  async run(lab): Promise<Finding> {
    const { tenants } = lab.world;
    const calls = tenants.flatMap((tenant) =>
      tenants
        .filter((other) => other !== tenant)
        .flatMap((victim) => [
          create(lab, tenant, victim),
          // Whose answer may be kept somewhere, under the id alone.
          get(victim, someRow(lab, victim)),
          get(tenant, someRow(lab, victim)),
          pay(tenant, someRow(lab, victim)),
        ]),
    );
    // First, while no call can have left a tenant.
    calls.unshift(create(lab, null, lab.world.draw.pick(tenants)));
    return sequence(lab, calls, 'from-arguments');
  },
};

/** Makes calls one after the other; the first leak is shown with the call that made it possible. */
async function sequence(lab: AppLab, calls: readonly Call[], way?: string): Promise<Finding> {
  const done: Tried[] = [];
  for (const call of calls) {
    const tried = await tryCall(lab, call);
    const message = leakOf(lab, tried);
    if (message !== null) {
      const shown = await shortest(lab, done, tried);
      const picture = lab.timeline();
      await lab.fresh();
      const left = fromMemory(tried) ? 'from-memory' : causeOfLeft(lab, await walk(lab));
      const cause = left ?? way ?? 'leaked';
      return broken(
        after(shown, message),
        cause,
        shown.map(({ attempt }) => attempt.step),
        { picture },
      );
    }
    done.push(tried);
  }
  return held(`${count(done.length, 'call')} reached 0 rows of another tenant.`);
}

/** The leaking call behind one of those before it, in a fresh start; or behind all that were tried. */
async function shortest(
  lab: AppLab,
  before: readonly Tried[],
  leak: Tried,
): Promise<readonly Tried[]> {
  await lab.fresh();
  const alone = await tryCall(lab, leak.call);
  if (leakOf(lab, alone) !== null) return [alone];
  for (const { call } of before.slice(-6).reverse()) {
    await lab.fresh();
    const first = await tryCall(lab, call);
    const second = await tryCall(lab, leak.call);
    if (leakOf(lab, second) !== null) return [first, second];
  }
  return [...before.slice(-3), leak];
}

/** "After Acme’s listInvoices(session): A visitor …". */
function after(shown: readonly Tried[], message: string): string {
  const first = shown.length > 1 ? shown.at(-2) : undefined;
  if (!first) return message;
  const threw = first.attempt.outcome.kind === 'threw' ? ' had thrown' : '';
  const who = first.call.as?.name ?? 'nobody';
  return `${message.slice(0, -1)} after ${who}’s ${first.call.show}${threw}.`;
}
