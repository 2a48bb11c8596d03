import {
  inFlightTogether,
  oneAtATime,
  type AppCheck,
  type AppLab,
  type CallAttempt,
  type Finding,
  type StockRequest,
} from '#checks';
import { tableFault } from './catalog.ts';
import { causeOfMemory } from './cause.ts';
import { cite, ownSources, search, searchSource, type Call } from './calls.ts';
import { faultOf, leakOf } from './judge.ts';
import { aTopic } from './questions.ts';
import { isExact } from './shelf.ts';

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
function judged(lab: AppLab, call: Call, attempt: CallAttempt): string | null {
  // Where there are many rows, how many of them an index finds is another check's business.
  const exact = isExact(lab.world) || attempt.outcome.kind !== 'returned';
  const fault = exact ? faultOf({ call, attempt }) : null;
  return (leakOf(lab, { call, attempt }) ?? fault)?.replace(/\.$/, '') ?? null;
}

/** Names what is behind it: something left on the connection, or something remembered. */
const withCause = (check: AppCheck): AppCheck => ({
  ...check,
  async run(lab): Promise<Finding> {
    const finding = await check.run(lab);
    if (finding.held) return finding;
    if (finding.transcript.length > 1) return { ...finding, way: await causeOfMemory(lab) };
    // It takes no other call: then it is the database's doing, or the call's own.
    const fault = await tableFault((sql) => lab.catalog(sql), 'chunks');
    return fault && finding.way === 'let-through' ? { ...finding, way: fault } : finding;
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

const flights = (schedules: number): AppCheck =>
  inFlightTogether({
    requests,
    schedules,
    title: 'Searches in flight together each run for their own tenant',
    explanation:
      'The server connection changes hands at the end of each transaction, and a statement outside of BEGIN and COMMIT is a transaction of its own. Set the tenant and ask in one transaction, on one client.',
    ways: { foreign: 'let-through', wrong: 'blocked' },
  });

/** Who gets whose rows does not depend on how many there are: most orders are tried where few are. */
export const inFlight = withCause({
  ...flights(12),
  run: (lab) => flights(isExact(lab.world) ? 20 : 4).run(lab),
});
