import * as fc from 'fast-check';
import type { RowChange, ScheduledReply, Timeline } from '../../contract/index.ts';
import type { World } from '../world.ts';
import type { AppLab, CallAttempt, Picks } from './api.ts';
import { faultOf, type Wrong } from './stock-judge.ts';
import type { StockRequest } from './stock-runs.ts';

/** A call and what came of it alone, in a fresh start. */
export interface Alone {
  readonly request: StockRequest;
  readonly attempt: CallAttempt;
}

/** One run of calls in flight together: which of them, and the order of their replies. */
export interface Flight {
  /** Indices of the calls, in the order in which they are made. */
  readonly calls: readonly number[];
  readonly picks: Picks;
}

/** What a run in flight showed. */
export interface FlightFailure {
  readonly wrong: Wrong;
  readonly schedule: readonly ScheduledReply[];
  readonly timeline: Timeline;
}

/** More replies than these go on with the call whose reply went last. */
const PICKS = 48;

/**
 * Which calls, and picks between their replies. fast-check's own scheduler draws such orders too,
 * but does not shrink them; as numbers they shrink to the fewest calls and the fewest changes
 * from one call to another.
 */
export const flightsOf = (calls: number): fc.Arbitrary<Flight> =>
  fc.record({
    calls: fc.shuffledSubarray(
      Array.from({ length: calls }, (_, i) => i),
      { minLength: Math.min(2, calls) },
    ),
    picks: fc.array(fc.nat({ max: Math.max(1, calls - 1) }), { maxLength: PICKS, size: 'max' }),
  });

/** All calls, one reply each in turn. */
export const everybodyInTurn = (calls: number): Flight => ({
  calls: Array.from({ length: calls }, (_, i) => i),
  picks: Array.from({ length: PICKS }, () => 1),
});

/** Each call alone, in a fresh start of its own. */
export async function runAlone(
  lab: AppLab,
  requests: readonly StockRequest[],
): Promise<readonly Alone[]> {
  const alone: Alone[] = [];
  for (const request of requests) {
    await lab.fresh();
    alone.push({ request, attempt: await lab.call(request) });
  }
  return alone;
}

/** Runs calls in flight together; null where each got what it gets alone. */
export async function runTogether(
  lab: AppLab,
  alone: readonly Alone[],
  { calls, picks }: Flight,
): Promise<FlightFailure | null> {
  const chosen = calls.flatMap((index) => alone[index] ?? []);
  const run = await lab.together(
    chosen.map(({ request }) => request),
    picks,
  );
  const { schedule, timeline, attempts } = run;
  for (const [i, { request, attempt }] of chosen.entries()) {
    const together = attempts[i];
    const wrong = together && faultOf(lab, request, together, attempt);
    if (wrong) return { wrong: { ...wrong, attempts }, schedule, timeline };
  }
  const expected = chosen
    .flatMap(({ attempt }) => attempt.changes.map((change) => nameOf(lab.world, change)))
    .sort();
  const seen = run.changes.map((change) => nameOf(lab.world, change)).sort();
  if (expected.join('\n') === seen.join('\n')) return null;
  const [odd = ''] = [
    ...seen.filter((change) => !expected.includes(change)),
    ...expected.filter((change) => !seen.includes(change)),
    ...seen,
  ];
  const message = seen.includes(odd)
    ? `With ${chosen.length} calls in flight, ${odd}; one at a time that does not happen.`
    : `With ${chosen.length} calls in flight, it does not come about that ${odd}; one at a time it does.`;
  return { wrong: { kind: 'changed', message, attempts }, schedule, timeline };
}

/** A change in words; a new row's key depends on the order, and is left out. */
const nameOf = (
  { tenants }: World,
  { table, kind, key, ownerBefore, ownerAfter }: RowChange,
): string => {
  const which = kind === 'inserted' ? 'a row' : `row ${key}`;
  const named = (index: number | null): string =>
    tenants.find((tenant) => tenant.index === index)?.name ?? 'nobody';
  const [before, after] = [named(ownerBefore), named(ownerAfter)];
  if (kind === 'inserted') return `${which} of ${table} is ${kind} for ${after}`;
  return before === after || kind === 'deleted'
    ? `${before}’s ${which} of ${table} is ${kind}`
    : `${before}’s ${which} of ${table} becomes ${after}’s`;
};
