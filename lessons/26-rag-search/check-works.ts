import { broken, count, held, type AppCheck, type AppLab, type Finding } from '#checks';
import { causeOfBlock, leftBy } from './cause.ts';
import {
  cite,
  hostile,
  ownSources,
  privateSource,
  search,
  searchSource,
  type Call,
} from './calls.ts';
import { distanceFault, faultOf, readAnswer, tryCall, whoCalls, type Tried } from './judge.ts';
import { aboutNothingOwn, aboutOwn, offTopic } from './questions.ts';
import { isExact } from './shelf.ts';

/** "Globex’s similaritySearch(…) showed 0 of the 8 own chunks it asked for." */
const sentence = ({ call }: Tried, fault: string): string => {
  const said = `${whoCalls(call)}’s ${call.show} ${fault}`;
  return /\d/.test(fault) ? said : `1 call failed: ${said}`;
};

const failed = (tried: Tried, message: string, way: string): Finding =>
  broken(message, way, [{ ...tried.attempt.step, note: message }]);

async function answered(lab: AppLab, calls: readonly Call[]): Promise<Finding> {
  let rows = 0;
  // An index that is approximate may miss here and there; where it looks at every row it may not.
  const allowed = isExact(lab.world) ? 0 : Math.floor(calls.length / 5);
  let far = 0;
  for (const call of calls) {
    const tried = await tryCall(lab, call);
    const off = distanceFault(tried);
    if (off !== null) far++;
    const fault = faultOf(tried);
    if (fault !== null) return failed(tried, sentence(tried, fault), causeOfBlock(tried));
    if (off !== null && far > allowed) {
      // Which calls miss is the graph's doing, that so many do is the answer's.
      const many = `More than ${allowed} of ${calls.length} searches missed what is nearest.`;
      return failed(tried, allowed > 0 ? many : sentence(tried, off), causeOfBlock(tried));
    }
    rows += readAnswer(tried.attempt)?.matches.length ?? call.cites?.length ?? 0;
  }
  return held(`${count(calls.length, 'call')} were answered with ${count(rows, 'row')}.`);
}

export const ownNearest: AppCheck = {
  app: true,
  id: 'own-nearest',
  kind: 'works',
  title: 'A tenant finds its own nearest chunks, and as many as it asked for',
  explanation:
    'A search that is isolated and finds nothing is an outage. It asks on the client on which the tenant is set, inside the transaction, and goes on until it has k rows: the index offers some forty candidates, whosever they are.',
  run(lab) {
    return answered(lab, [
      // First what starves: the index’s candidates are all somebody else’s.
      ...lab.world.tenants
        .map((tenant) => search(lab, tenant, aboutNothingOwn(tenant, 8)))
        .reverse(),
      ...lab.world.tenants.flatMap((tenant) => [
        search(lab, tenant, aboutOwn(lab, tenant, 1)),
        search(lab, tenant, aboutOwn(lab, tenant, 3)),
        search(lab, tenant, aboutOwn(lab, tenant, 8)),
        search(lab, tenant, offTopic(5)),
      ]),
    ]);
  },
};

export const ownInSource: AppCheck = {
  app: true,
  id: 'own-in-source',
  kind: 'works',
  title: 'Narrowed to a source, a tenant still finds what is its own',
  explanation:
    'searchInSource is an endpoint like the other one: the same wrapper, the same transaction, and the source is found among the tenant’s own.',
  run(lab) {
    const calls = lab.world.tenants.flatMap((tenant) =>
      ['runbooks', privateSource(lab.world, tenant)].flatMap((source) => [
        searchSource(lab, tenant, source, aboutNothingOwn(tenant, 8)),
        searchSource(lab, tenant, source, aboutNothingOwn(tenant, 2)),
      ]),
    );
    return answered(lab, calls);
  },
};

export const ownCited: AppCheck = {
  app: true,
  id: 'own-cited',
  kind: 'works',
  title: 'A tenant’s answers are cited',
  explanation:
    'The titles come from sources, which needs the same care as chunks: enabled, forced, a policy, and the tenant set on the client that asks.',
  run(lab) {
    return answered(
      lab,
      lab.world.tenants.flatMap((tenant) => {
        const ids = [...ownSources(lab.world, tenant).values()];
        return [cite(lab, tenant, ids), cite(lab, tenant, ids.slice(0, 1))];
      }),
    );
  },
};

/** One more than db.ts has connections. */
const TIMES = 3;

export const nextCallsWork: AppCheck = {
  app: true,
  id: 'next-calls-work',
  kind: 'works',
  title: 'After calls that failed, the next ones are answered',
  explanation:
    'A statement that the server refuses leaves its transaction failed. ROLLBACK, and release() in a finally of its own, or the next caller gets the error, or no connection at all.',
  async run(lab): Promise<Finding> {
    const [first, second] = lab.world.tenants;
    // LIMIT -1 is 2201W. Whoever turns it away beforehand is as right.
    const bad = hostile(search(lab, first, aboutOwn(lab, first, 3)), { k: -1 }, 'k: -1');
    const good = search(lab, second, aboutOwn(lab, second, 3));
    let last: Tried | null = null;
    for (const call of [...Array<Call>(TIMES).fill(bad), good, cite(lab, second, [])]) {
      // Not tryCall: a fresh start would hide what is stuck.
      const tried: Tried = { call, attempt: await lab.call(call) };
      const stuck = tried.attempt.outcome.kind === 'unsettled';
      const fault = stuck || call !== bad ? faultOf(tried) : null;
      if (fault === null) {
        last = tried;
        continue;
      }
      const steps = [...(last ? [last.attempt.step] : []), tried.attempt.step];
      const message = `${sentence(tried, fault).slice(0, -1)}, after ${first.name}’s ${bad.show}.`;
      return broken(message, wayOf(last, tried), steps);
    }
    return held(`After ${count(TIMES, 'call')} that were refused, 2 others were answered.`);
  },
};

function wayOf(last: Tried | null, tried: Tried): string {
  if (last?.attempt.held === 'transaction') return 'no-rollback';
  if (last?.attempt.held === 'connection') return 'not-released';
  const left = last && leftBy(last.attempt);
  return left ?? causeOfBlock(tried);
}
