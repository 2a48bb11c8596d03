import {
  inFlightTogether,
  oneAtATime,
  type AppCheck,
  type AppLab,
  type Finding,
  type StockRequest,
  type World,
} from '#checks';
import type { Tenant } from '#contract';
import { callById, callOf, documentsOf } from './calls.ts';

/** More than db.ts has connections for, so that some calls wait for one. */
const CALLS = 6;

/**
 * Calls of all tenants in turn, which do not get in each other's way. What each is answered is its
 * own affair, whatever the others do meanwhile.
 */
function requests({ world }: AppLab): StockRequest[] {
  const each = Math.ceil(CALLS / world.tenants.length);
  const calls = world.tenants.map((tenant) => callsOf(world, tenant).slice(0, each));
  return Array.from({ length: each }, (_, turn) => calls.flatMap((own) => own[turn] ?? [])).flat();
}

function callsOf(world: World, tenant: Tenant): StockRequest[] {
  const own = documentsOf(world, tenant);
  const ids = own.map(({ id }) => id);
  const [first = 0] = ids;
  // Its rows alone: an edit on the way changes a title, and a total is another check's business.
  const lists = (limit: number): StockRequest => ({
    ...callOf(tenant, 'listDocuments', { limit }),
    rows: { documents: ids.slice(0, limit) },
    judge: () => null,
  });
  const opens = {
    ...callById(tenant, 'getDocument', first),
    rows: { documents: [first] },
  };
  const edits = callById(tenant, 'updateDocument', first);
  return [world.draw.pick([opens, edits]), lists(50), lists(1)];
}

export const alone = oneAtATime({
  requests,
  ways: { foreign: 'by-id', changed: 'by-id', wrong: 'nothing-comes-back' },
});

const inFlight = inFlightTogether({
  requests,
  title: 'Calls in flight together each run for their own tenant',
  explanation:
    'While one call waits for the database, others run. What it needs to know about its caller has to be in its own arguments and variables; anything at module level belongs to whichever call wrote it last.',
  ways: { foreign: 'shared-state', changed: 'shared-state', wrong: 'shared-state' },
});

export const together: AppCheck = {
  ...inFlight,
  async run(lab): Promise<Finding> {
    const finding = await inFlight.run(lab);
    // One call is enough to show it: what is wrong has nothing to do with others.
    return finding.held || finding.transcript.length > 1
      ? finding
      : { ...finding, way: 'nothing-comes-back' };
  },
};
