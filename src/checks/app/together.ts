import type { ScheduledReply } from '../../contract/index.ts';
import type { CallRequest, Picks } from './api.ts';
import type { WaitingReply } from './gates.ts';
import { stuck, type Running, type Start } from './start.ts';
import { pause, type Stillness } from './stillness.ts';
import { checkedOut } from './waiting-words.ts';

/** Between two looks at a program that waits for a timer of its own. */
const TICK = 5;

/** How calls in flight together came to their end. */
export interface Schedule {
  readonly running: readonly Running[];
  readonly replies: readonly ScheduledReply[];
  /** Why those that did not answer never will; null where all did. */
  readonly stuck: string | null;
}

/**
 * Makes calls at once and lets their replies through one at a time, and waits after each call and
 * each reply until nothing moves: so what waits, and in which order it came, depends on the picks
 * alone. Connections overtake each other otherwise.
 * @throws LeakproofError `program-stuck` where calls can never answer, unless all of them allow it
 */
export async function runTogether(
  start: Start,
  requests: readonly CallRequest[],
  picks: Picks,
): Promise<Schedule> {
  const running: Running[] = [];
  const replies: ScheduledReply[] = [];
  let still = await start.still();
  for (const request of requests) {
    running.push(start.begin(request));
    still = await start.still();
  }
  let last = 0;
  for (;;) {
    const waiting = start.replies(still);
    const [first] = waiting;
    if (first) {
      const turns = turnsOf(start, running, waiting);
      // Counted from the call that went last, in the order of the calls.
      const order = [...turns.keys()].sort(
        (a, b) => rank(a, last, running) - rank(b, last, running),
      );
      const next = order[(picks[replies.length] ?? 0) % order.length] ?? 0;
      const reply = turns.get(next) ?? first;
      if (next >= 0) last = next;
      replies.push({ step: next >= 0 ? next : null, what: reply.what });
      reply.release();
    } else {
      const end = endOf(start, running, still);
      if (end) return { running, replies, stuck: end.stuck };
      const unanswered = running.filter(({ outcome }) => outcome === null);
      await Promise.race([...unanswered.map(({ answered }) => answered), pause(TICK)]);
    }
    still = await start.still();
  }
}

/** Where no reply waits: how it ended, or null where the program goes on by itself. */
function endOf(
  start: Start,
  running: readonly Running[],
  still: Stillness,
): { readonly stuck: string | null } | null {
  const unanswered = running.filter(({ outcome }) => outcome === null);
  const late = running.map(({ outcome }) => outcome).find((end) => end?.kind === 'unsettled');
  if (unanswered.length === 0 && !late) return { stuck: null };
  if (unanswered.length > 0 && !start.isStuck(still)) return null;
  const why = late?.kind === 'unsettled' ? late.message : start.whyStuck(unanswered, still);
  if (running.some(isFinal)) throw stuck(why);
  return { stuck: why };
}

/** A call without an answer, which was to have one. */
const isFinal = ({ outcome, request }: Running): boolean =>
  (outcome === null || outcome.kind === 'unsettled') && request.unsettled !== 'attempt';

/** The oldest waiting reply of each call, by the call's index; -1 where it serves none of them. */
function turnsOf(
  start: Start,
  running: readonly Running[],
  waiting: readonly WaitingReply[],
): ReadonlyMap<number, WaitingReply> {
  const users = checkedOut(start.sandbox.trace);
  const turns = new Map<number, WaitingReply>();
  for (const reply of waiting) {
    const { call, connection } = reply;
    const by = connection === null ? call : (users.get(connection) ?? null);
    const index = running.findIndex((one) => one.call === by);
    if (!turns.has(index)) turns.set(index, reply);
  }
  return turns;
}

/** How far a call is from the one that went last. What serves no call comes first. */
const rank = (index: number, last: number, { length }: readonly unknown[]): number =>
  index < 0 ? -1 : (index - last + length) % length;
