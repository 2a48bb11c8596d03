import { broken, count, held, type AppLab, type Finding } from '#checks';
import type { Tenant } from '#contract';
import type { Call } from './calls.ts';
import { causeOfLeak } from './cause.ts';
import { leakOf, tryCall, type Tried } from './judge.ts';

/** Makes the calls in their order; the first that reached another's row is shown. */
export async function apart(lab: AppLab, calls: readonly Call[]): Promise<Finding> {
  for (const [at, call] of calls.entries()) {
    const tried = await tryCall(lab, call);
    if (leakOf(lab, tried) === null) continue;
    return leakFinding(lab, tried, calls.slice(0, at));
  }
  return held(`${count(calls.length, 'call')} reached 0 rows of another tenant.`);
}

/** The leak alone in a fresh start, or behind the one call that it takes, with its cause. */
export async function leakFinding(
  lab: AppLab,
  leak: Tried,
  before: readonly Call[],
): Promise<Finding> {
  const steps = await shortest(lab, leak, before);
  const message = leakOf(lab, leak) ?? '';
  const picture = lab.timeline();
  const way = await causeOfLeak(lab, leak);
  return broken(
    message,
    way,
    steps.map(({ attempt }) => attempt.step),
    { picture },
  );
}

async function shortest(
  lab: AppLab,
  leak: Tried,
  before: readonly Call[],
): Promise<readonly Tried[]> {
  await lab.fresh();
  const alone = await tryCall(lab, leak.call);
  if (leakOf(lab, alone) !== null) return [alone];
  for (const call of before.slice(-12).reverse()) {
    await lab.fresh();
    const first = await tryCall(lab, call);
    const second = await tryCall(lab, leak.call);
    if (leakOf(lab, second) !== null) return [first, second];
  }
  return [leak];
}

/** Each tenant, with another one to ask about. */
export const pairs = ({
  world: { tenants },
}: AppLab): { readonly tenant: Tenant; readonly victim: Tenant }[] =>
  tenants.map((tenant, at) => ({
    tenant,
    victim: tenants[(at + 1) % tenants.length] ?? tenants[0],
  }));
