import { broken, count, held, type AppCheck, type AppLab, type Finding, type Picks } from '#checks';
import { failingCall, neighbour, toolCall, wallets } from './calls.ts';
import { nothingOf } from './check-log.ts';
import { masked } from './mask.ts';
import { incidentOf, logLines, ready } from './judge.ts';

/** More replies than a run has. */
const PICKS = 64;
/** Orders that are drawn, beside the one in which each gets a reply in turn. */
const ORDERS = 1;

export const inFlight: AppCheck = {
  app: true,
  id: 'in-flight-together',
  kind: 'holds',
  title: 'Failures in the same moment have an incident each, with their own lines in the log',
  explanation:
    'While one call waits for the database, others run. An incident that is kept at module level belongs to whichever call set it last, and the lines of two tenants’ failures are filed under one name.',
  async run(lab): Promise<Finding> {
    await ready(lab);
    const { draw } = lab.world;
    const orders: Picks[] = [
      Array.from({ length: PICKS }, () => 1),
      ...Array.from({ length: ORDERS }, () => Array.from({ length: PICKS }, () => draw.int(0, 2))),
    ];
    for (const picks of orders) {
      const finding = await fly(lab, picks);
      if (finding) return finding;
    }
    return held(
      `In ${orders.length} orders of their replies, calls in flight had an incident each.`,
    );
  },
};

async function fly(lab: AppLab, picks: Picks): Promise<Finding | null> {
  const { world } = lab;
  const callers = world.tenants.map((tenant) => ({ tenant, victim: neighbour(world, tenant) }));
  const failures = callers.map(({ tenant, victim }) =>
    failingCall(tenant, victim, 'message', 'later'),
  );
  const [first] = world.tenants;
  const { attempts, schedule } = await lab.together(
    [...failures, toolCall(first, 'list_wallets', {})],
    picks,
  );
  const lines = logLines(lab.trace);
  const steps = attempts.map(({ step }) => step);
  const fail = (message: string, way: string): Finding =>
    broken(message, way, masked(steps), { schedule });
  const crossed = attempts.find(({ foreign }) => foreign.length > 0);
  if (crossed) {
    return fail(
      `With ${attempts.length} calls in flight, ${crossed.request.as?.name ?? 'nobody'} was told of 1 wallet of another tenant.`,
      crossed.outcome.kind === 'threw' ? 'rethrown' : 'message',
    );
  }
  const incidents = attempts.slice(0, failures.length).map(incidentOf);
  const silent = incidents.findIndex((incident) => incident === null);
  if (silent >= 0)
    return fail(
      `With ${attempts.length} calls in flight, 1 failure was answered without an incident.`,
      'no-incident-told',
    );
  if (new Set(incidents).size < incidents.length) {
    return fail(
      `With ${attempts.length} calls in flight, ${incidents.length} failures were told ${count(new Set(incidents).size, 'incident')}.`,
      'shared',
    );
  }
  for (const [at, { victim, tenant }] of callers.entries()) {
    const named = lines.filter(({ text }) => text.includes(incidents[at] ?? ''));
    const about = callers.filter((other) => {
      const memos = wallets(world).filter(({ owner }) => owner === other.victim);
      return memos.some(({ memo }) => named.some(({ text }) => text.includes(memo)));
    });
    if (about.length === 1 && about[0]?.victim === victim) continue;
    if (about.length === 0 && named.some(({ cut }) => cut)) continue;
    const message = `With ${attempts.length} calls in flight, the log has ${about.length} failures under the incident that ${tenant.name} was told, and its own is ${about.some((other) => other.victim === victim) ? 'one of them' : 'not among them'}.`;
    if (about.length > 0) return fail(message, 'shared');
    const somewhere = lines.some(({ text }) => text.includes('secret-'));
    return fail(message, somewhere ? 'not-named' : nothingOf(named));
  }
  return null;
}
