import {
  inFlightTogether,
  oneAtATime,
  type AppCheck,
  type AppLab,
  type Finding,
  type StockRequest,
} from '#checks';
import { causeOfMemory } from './cause.ts';
import { cite, ownSources, search, searchSource, type Call } from './calls.ts';
import { faultOf, leakOf } from './judge.ts';
import { aTopic } from './questions.ts';

/** The same questions from every tenant, as where everybody has the same outage. */
function requests(lab: AppLab): StockRequest[] {
  const asked = aTopic(lab, 3);
  const [first, second] = lab.world.tenants;
  const calls = [first, second].flatMap((tenant) => [
    search(lab, tenant, asked),
    searchSource(lab, tenant, 'runbooks', asked),
  ]);
  const all = [...calls, cite(lab, first, [...ownSources(lab.world, first).values()])];
  return all.map((call) => ({ ...call, judge: (attempt) => judged(lab, call, attempt) }));
}

/** An answer is right by itself; compared with that to the call alone it would be the index's. */
const judged = (lab: AppLab, call: Call, attempt: Parameters<typeof leakOf>[1]['attempt']) =>
  leakOf(lab, { call, attempt }) ?? faultOf({ call, attempt })?.replace(/\.$/, '') ?? null;

/** Names what is behind it: something left on the connection, or something remembered. */
const withCause = (check: AppCheck): AppCheck => ({
  ...check,
  async run(lab): Promise<Finding> {
    const finding = await check.run(lab);
    if (finding.held || finding.transcript.length < 2) return finding;
    return { ...finding, way: await causeOfMemory(lab) };
  },
});

export const oneAfterTheOther = withCause(
  oneAtATime({
    requests,
    title: 'The same question from several tenants gets each its own answer',
    explanation:
      'What one call leaves behind must not answer the next: a tenant on the connection, or an answer that is remembered by its question.',
    ways: { foreign: 'let-through', wrong: 'blocked' },
  }),
);

export const inFlight = withCause(
  inFlightTogether({
    requests,
    title: 'Searches in flight together each run for their own tenant',
    explanation:
      'The server connection changes hands at the end of each transaction, and a statement outside of BEGIN and COMMIT is a transaction of its own. Set the tenant and ask in one transaction, on one client.',
    ways: { foreign: 'let-through', wrong: 'blocked' },
  }),
);
