import {
  inFlightTogether,
  type AppCheck,
  type AppLab,
  type Finding,
  type StockRequest,
} from '#checks';
import { draft, get, literal, openEach, reportsOf, save, sharedId } from './calls.ts';

/**
 * One id, read twice by every tenant: what a read leaves behind is seen by the next. And a save, of
 * what nobody reads meanwhile.
 */
function requests(lab: AppLab): StockRequest[] {
  const { world } = lab;
  const id = sharedId(world);
  const [first] = world.tenants;
  const reads = world.tenants.slice(0, 3).map((tenant): StockRequest => {
    const own = reportsOf(world, tenant).find((report) => report.id === id);
    const show = `getReport(session, ${literal(id)}), twice`;
    const twice = [tenant, tenant].map((each) => [each, id] as const);
    return { ...openEach(tenant, twice, show), rows: { reports: own ? [own.no] : [] } };
  });
  return [...reads, { ...save(first, draft(lab, first, 'nobody-reads')), judge: () => null }];
}

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
  for (const order of ORDERS) {
    const { attempts } = await lab.together([get(first, id), get(second, id)], order);
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
