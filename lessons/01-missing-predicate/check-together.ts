import {
  broken,
  inFlightTogether,
  oneAtATime,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type Finding,
  type StockRequest,
  type World,
} from '#checks';
import type { Tenant } from '#contract';
import { callById, callOf, documentsOf, drawDocument, editBy, type Seeded } from './calls.ts';
import { cameTo, crossed } from './words.ts';

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
    if (finding.held) return (await overOneId(lab)) ?? finding;
    // One call is enough to show it: what is wrong has nothing to do with others.
    return finding.transcript.length > 1 ? finding : { ...finding, way: 'nothing-comes-back' };
  },
};

/**
 * A document's owner and somebody else ask for the same id at once, one and then the other first:
 * what is shared in flight is handed to whoever asks next.
 */
async function overOneId(lab: AppLab): Promise<Finding | null> {
  const { world } = lab;
  const [owner = world.tenants[0], other = world.tenants[1]] = world.draw.sample(world.tenants, 2);
  const document = drawDocument(lab, owner);
  for (const tool of ['getDocument', 'updateDocument'] as const) {
    const own = callById(owner, tool, document.id);
    const foreign = callById(other, tool, document.id);
    for (const requests of [[own, foreign] as const, [foreign, own] as const]) {
      const { attempts, schedule, timeline } = await lab.together(requests, []);
      const wrong = attempts.find((attempt) => wrongIn(attempt, document, owner) !== null);
      const message = wrong && wrongIn(wrong, document, owner);
      if (!message) continue;
      // What it comes to by itself as well has nothing to do with others.
      await lab.fresh();
      if (wrongIn(await lab.call(wrong.request), document, owner) !== null) continue;
      const steps = attempts.map(({ step }) => step);
      return broken(message, 'shared-in-flight', steps, { schedule, picture: timeline });
    }
  }
  return null;
}

/** What is wrong with an answer about a document's id, if anything is. */
function wrongIn(attempt: CallAttempt, { id, title }: Seeded, owner: Tenant): string | null {
  const { request, outcome } = attempt;
  const who = request.as?.name ?? 'Nobody';
  if (crossed(attempt)) {
    return `${who} reached 1 document of ${owner.name} with ${request.show}, while ${owner.name} was asking for it.`;
  }
  const wanted = request.name === 'getDocument' ? title : editBy(owner);
  const isShown = outcome.kind === 'returned' && JSON.stringify(outcome.value).includes(wanted);
  if (request.as !== owner || isShown) return null;
  return `${who} could not reach its own document ${id} with ${request.show}, while somebody else was asking for it: it ${cameTo(attempt)}.`;
}
