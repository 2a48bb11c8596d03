import {
  LeakproofError,
  type Gate,
  type PgServer,
  type Sandbox,
  type Settled,
} from '../../contract/index.ts';
import type { Lines } from './lines.ts';

/** Where a program and its server stand when nothing moves any more. */
export interface Stillness {
  /** Replies of cache and files that wait to be released. */
  readonly gates: readonly Gate[];
  /** Timers that will fire: the program may go on by itself. */
  readonly timers: number;
  /** The connection that sits in a transaction. */
  readonly holder: number | null;
  /** Connections that wait for the server. */
  readonly waiting: readonly number[];
}

/** A program that goes on by itself for ever is stopped by its own deadline long before. */
const ROUNDS = 10_000;

/**
 * Waits until the program has nothing to do and the server has answered all it may. Each says so
 * for itself, while a message may be on its way to the other: so both ends of each connection
 * must count the same messages.
 * @param settled the program's word where it was asked already
 */
export async function stillness(
  sandbox: Sandbox,
  server: PgServer,
  lines: Lines,
  settled: Promise<Settled> = sandbox.settle(),
): Promise<Stillness> {
  let word = settled;
  for (let round = 0; round < ROUNDS; round++, word = sandbox.settle()) {
    const { sent, received, gates, timers } = await word;
    await lines.haveCome(sent);
    const { holder, waiting } = await server.settle();
    // What the server answered since then, or is on its way, is still to be dealt with.
    if (!lines.haveArrived(received)) continue;
    // In session mode a client has the server also between transactions.
    const idle = holder === null || (await server.settings()) !== null;
    return { gates, timers, holder: idle ? null : holder, waiting };
  }
  throw new LeakproofError({
    code: 'harness-fault',
    message: 'The sandbox and the server do not come to rest.',
  });
}

/** Lets time pass. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
