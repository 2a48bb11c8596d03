import {
  inFlightTogether,
  type AppCheck,
  type AppLab,
  type Finding,
  type StockRequest,
} from '#checks';
import type { Tenant } from '#contract';
import { draft, get, keysOf, literal, openEach, reportsOf, save, sharedId } from './calls.ts';

/**
 * One id, read twice by every tenant: what a read leaves behind is seen by the next. And a save, of
 * what nobody reads meanwhile.
 */
async function requests(lab: AppLab): Promise<StockRequest[]> {
  const { world } = lab;
  const id = sharedId(world);
  const [first, second] = world.tenants;
  // An id that is another tenant's key, whole: a Map that takes the one for the other hands it out.
  const forged = (await keysFor(lab, first))
    .slice(0, 1)
    .map((key): StockRequest => ({ ...get(second, key), judge: () => null }));
  const reads = world.tenants.slice(0, 3).map((tenant): StockRequest => {
    const own = reportsOf(world, tenant).find((report) => report.id === id);
    const show = `getReport(session, ${literal(id)}), twice`;
    const twice = [tenant, tenant].map((each) => [each, id] as const);
    return { ...openEach(tenant, twice, show), rows: { reports: own ? [own.no] : [] } };
  });
  return [
    ...forged,
    ...reads,
    { ...save(first, draft(lab, first, 'nobody-reads')), judge: () => null },
  ];
}

/** The keys of a tenant's entry, as the program makes them. */
const keysFor = async (lab: AppLab, tenant: Tenant): Promise<string[]> =>
  keysOf(await lab.call(get(tenant, sharedId(lab.world))));

const inFlight = inFlightTogether({
  requests,
  title: 'Reads in flight together each get their own tenant’s report',
  explanation:
    'While one read waits, others run. A variable, a promise that is waited for by several, an entry on its way: whatever they share needs the tenant in its name too.',
  schedules: 8,
  ways: { foreign: 'shared-state', changed: 'shared-state', wrong: 'shared-state' },
});

export const together: AppCheck = {
  ...inFlight,
  async run(lab): Promise<Finding> {
    const finding = await inFlight.run(lab);
    if (finding.held) return finding;
    if (finding.transcript.length < 2) return { ...finding, way: 'nothing-comes-back' };
    if (await crossesInTurn(lab)) return { ...finding, way: 'no-tenant' };
    return (await joinsAnother(lab)) ? { ...finding, way: 'shared-promise' } : finding;
  },
};

/** Whether it takes no flight: one read after the other is enough. */
async function crossesInTurn(lab: AppLab): Promise<boolean> {
  const [first, second] = lab.world.tenants;
  const id = sharedId(lab.world);
  await lab.fresh();
  await lab.call(get(first, id));
  return (await lab.call(get(second, id))).foreign.length > 0;
}

/** Orders of replies in which the second read finds the first under way. */
const ORDERS: readonly (readonly number[])[] = [
  [0, 1],
  [1, 1],
  [0, 1, 1],
  [1, 0, 1],
  [0, 0, 1],
];

/** Whether a read is answered with another tenant's without having found anything in the cache. */
async function joinsAnother(lab: AppLab): Promise<boolean> {
  const [first, second] = lab.world.tenants;
  const id = sharedId(lab.world);
  await lab.fresh();
  const asked = [id, ...(await keysFor(lab, first))];
  for (const [order, ask] of ORDERS.flatMap((one) => asked.map((each) => [one, each] as const))) {
    const { attempts } = await lab.together([get(first, id), get(second, ask)], order);
    const joined = attempts.some(
      ({ foreign, statements, trace }) =>
        foreign.length > 0 &&
        statements.length === 0 &&
        !trace.some((event) => event.kind === 'cache' && event.hit === true),
    );
    if (joined) return true;
  }
  return false;
}
