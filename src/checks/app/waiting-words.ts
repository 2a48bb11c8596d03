import type { PoolEvent, TraceEvent } from '../../contract/index.ts';
import type { Stillness } from './stillness.ts';
import type { NamedCall } from './timeline.ts';

/** Which call has which connection of the program's pool, as far as none gave it back. */
export function checkedOut(trace: readonly TraceEvent[]): ReadonlyMap<number, number | null> {
  const held = new Map<number, number | null>();
  for (const event of trace) {
    if (event.kind === 'checkout') held.set(event.connection, event.call);
    if (event.kind === 'release') held.delete(event.connection);
  }
  return held;
}

/** Which call sent the last statement on each connection, by the marks between them. */
export function callsOf(events: readonly PoolEvent[]): ReadonlyMap<number, number | null> {
  const calls = new Map<number, number | null>();
  for (const event of events) if (event.kind === 'checkout') calls.set(event.client, event.call);
  return calls;
}

/** What is known where nothing is left to happen. */
export interface Stuck {
  readonly unanswered: readonly number[];
  readonly still: Stillness;
  readonly trace: readonly TraceEvent[];
  readonly events: readonly PoolEvent[];
  readonly calls: ReadonlyMap<number, NamedCall>;
}

/**
 * Why calls that have not answered never will, in one sentence: each waits for another, or for
 * itself.
 */
export function whyStuck({ unanswered, still, trace, events, calls }: Stuck): string {
  const show = (call: number | null): string =>
    (call === null ? undefined : calls.get(call)?.show) ?? 'code outside of any call';
  const many = unanswered.length > 1;
  const all = unanswered.map(show).join(', ');
  const never = `${all} ${many ? 'never answer' : 'never answers'}`;
  const inTransaction = still.holder === null ? '' : ' in a transaction';
  const holders =
    still.holder === null
      ? [...new Set(checkedOut(trace).values())]
      : [callsOf(events).get(still.holder) ?? null];
  const [holder] = holders;
  if (still.holder === null && still.waiting.length > 0) {
    return `${never}: the pooler’s one server connection stays with another connection of the pool until that disconnects.`;
  }
  if (holder === undefined) {
    return `${never}: nothing is left that could settle ${many ? 'their promises' : 'its promise'}.`;
  }
  if (holders.length > 1) {
    return `${never}: ${holders.map(show).join(' and ')} each hold a connection, and nothing is left that could make them give one back.`;
  }
  if (holder !== null && unanswered.includes(holder)) {
    const others = unanswered.filter((call) => call !== holder).map(show);
    const wait = others.length > 0 ? `, and ${others.join(', ')} with it` : '';
    return `${show(holder)} holds a connection${inTransaction} while it waits for a second one from the same pool, so it waits for itself${wait}.`;
  }
  const left = still.holder === null ? 'never gave its connection back' : 'left a transaction open';
  return `${show(holder)} ${left}, and ${all} ${many ? 'wait' : 'waits'} for that connection for ever.`;
}
