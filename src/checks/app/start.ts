import {
  LeakproofError,
  type CallOutcome,
  type Channel,
  type Database,
  type PgServer,
  type PoolerOptions,
  type Program,
  type Sandbox,
  type SandboxWorld,
  type Settled,
} from '../../contract/index.ts';
import type { CallRequest } from './api.ts';
import { realmReplies, ServerGate, type WaitingReply } from './gates.ts';
import { Lines } from './lines.ts';
import type { Realm } from './realm.ts';
import { openServer, type Served } from './served.ts';
import { pause, stillness, type Stillness } from './stillness.ts';
import type { NamedCall } from './timeline.ts';
import { whyStuck } from './waiting-words.ts';

/** A call under way. */
export interface Running {
  readonly call: number;
  readonly request: CallRequest;
  /** Set when it has answered. */
  outcome: CallOutcome | null;
  /** Resolves then; rejects when the realm is lost. */
  readonly answered: Promise<CallOutcome>;
  /** The program's word that it has nothing to do, after this call; null where replies are held back. */
  readonly settled: Promise<Settled> | null;
}

/** What a start is made from. */
export interface StartParts {
  readonly database: Database;
  readonly realm: Realm;
  readonly program: Program;
  readonly world: Omit<SandboxWorld, 'gated' | 'random' | 'stores'>;
  readonly pooler: Omit<PoolerOptions, 'gate'>;
}

/** Milliseconds after which a call that did not answer is looked into, and how often then. */
const SUSPICION = 25;

/** Milliseconds for a call whose replies are let through one by one, among those of others. */
const HELD_BACK = 60_000;

/** One fresh start: a program loaded in a realm, and the server that its connections reach. */
export class Start {
  readonly sandbox: Sandbox;
  readonly server: PgServer;
  /** Every call so far, as pictures and sentences name it. */
  readonly calls = new Map<number, NamedCall>();
  readonly #parts: StartParts;
  readonly #served: Served;
  readonly #gate: ServerGate | null;
  readonly #lines: Lines;

  private constructor(
    parts: StartParts,
    sandbox: Sandbox,
    served: Served,
    gate: ServerGate | null,
    lines: Lines,
  ) {
    this.#parts = parts;
    this.sandbox = sandbox;
    this.server = served.server;
    this.#served = served;
    this.#gate = gate;
    this.#lines = lines;
  }

  /**
   * @param how `gated` holds replies back until they are let through: {@link Start.replies};
   *   `stores: 'kept'` leaves what the start before put into the cache and into files
   * @param between runs when the program is loaded and nothing is served: the database is free
   * @throws LeakproofError what keeps the program from loading
   */
  static async open(
    parts: StartParts,
    how: Pick<SandboxWorld, 'gated' | 'stores'> & { readonly random: number },
    between: () => Promise<void>,
  ): Promise<Start> {
    const { database, realm, program, world, pooler } = parts;
    // A module may connect while it loads: before the server stands, its connections wait.
    const early: [number, Channel][] = [];
    const lines = new Lines();
    let accept = (connection: number, port: Channel): void => {
      early.push([connection, port]);
    };
    const sandbox = await realm.load(program, { ...world, ...how }, (connection, port) => {
      accept(connection, port);
    });
    await between();
    const gate = how.gated ? new ServerGate() : null;
    const served = await openServer(database, { ...pooler, ...(gate && { gate: gate.ask }) });
    accept = (connection, port) => {
      lines.open(served.server, connection, port);
    };
    for (const [connection, port] of early) accept(connection, port);
    return new Start(parts, sandbox, served, gate, lines);
  }

  /** Begins a call. It goes on by itself, but for the replies that are held back. */
  begin(request: CallRequest): Running {
    const { module, name, args } = request;
    // Held back, it waits for us: what keeps the program itself busy is found out by settling.
    const patience = this.#gate ? HELD_BACK : undefined;
    const made = this.sandbox.call(module, name, args, patience);
    const { call, outcome } = made;
    // Asked along with the call, so that it costs no message of its own.
    const settled = this.#gate ? null : this.sandbox.settle(made);
    settled?.catch(() => undefined);
    this.calls.set(call, { show: request.show, tenant: request.as?.index ?? null });
    const running: Running = {
      call,
      request,
      outcome: null,
      settled,
      answered: outcome.then(
        (settled) => (running.outcome = settled),
        (thrown: unknown) => {
          this.#parts.realm.lose(thrown);
          throw thrown;
        },
      ),
    };
    // Whoever waits for it learns of a fault; until then it is not unhandled.
    running.answered.catch(() => undefined);
    return running;
  }

  /**
   * Waits until nothing moves.
   * @param after a call that has answered, and after which nobody waited yet
   * @throws LeakproofError as {@link Sandbox.settle}
   */
  async still(after?: Running): Promise<Stillness> {
    const settled = after?.settled ?? undefined;
    try {
      return await stillness(this.sandbox, this.server, this.#lines, settled);
    } catch (thrown) {
      this.#parts.realm.lose(thrown);
      throw thrown;
    }
  }

  /** The replies that wait to be let through, where nothing moves. */
  replies(still: Stillness): readonly WaitingReply[] {
    return [...(this.#gate?.waiting ?? []), ...realmReplies(this.sandbox, still.gates)];
  }

  /** Lets the server's replies through from now on. */
  ungate(): void {
    this.#gate?.open();
  }

  /**
   * Waits for an answer, as long as there can be one: where nothing is left to happen, it is
   * given up at once, by what holds and what waits and not by the clock.
   */
  async answer(running: Running): Promise<CallOutcome> {
    for (;;) {
      await Promise.race([running.answered, pause(SUSPICION)]);
      if (running.outcome) return running.outcome;
      const still = await this.still();
      for (const reply of this.replies(still)) reply.release();
      // The answer may have come while it was looked at.
      const hasAnswered = await Promise.race([running.answered.then(() => true), pause(0)]);
      if (!hasAnswered && this.isStuck(still)) {
        return { kind: 'unsettled', message: this.whyStuck([running], still) };
      }
    }
  }

  /** Whether nothing can happen any more, as long as nobody starts another call. */
  isStuck(still: Stillness): boolean {
    const timedOut = this.#parts.pooler.queryWaitTimeout !== undefined && still.waiting.length > 0;
    return this.replies(still).length === 0 && still.timers === 0 && !timedOut;
  }

  whyStuck(running: readonly Running[], still: Stillness): string {
    return whyStuck({
      unanswered: running.map(({ call }) => call),
      still,
      trace: this.sandbox.trace,
      events: this.server.events,
      calls: this.calls,
    });
  }

  /** Disconnects all clients and cleans the server's session; the realm stays. */
  close(): Promise<void> {
    this.#gate?.open();
    return this.#served.close();
  }
}

/** A call that never answers. */
export function stuck(message: string): LeakproofError {
  return new LeakproofError({ code: 'program-stuck', message });
}
