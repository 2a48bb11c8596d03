import {
  LeakproofError,
  toFault,
  type Channel,
  type Fault,
  type PgServer,
  type PoolEvent,
  type PoolerOptions,
  type RunResult,
  type Settings,
} from '../../contract/index.ts';
import { fatal } from '../wire/replies.ts';
import type { Departure, Request } from '../wire/request.ts';
import { WireClient, type Gate } from '../wire/wire-client.ts';
import { EventLog } from './event-log.ts';
import { Lobby } from './lobby.ts';
import type { PoolClient } from './pool-client.ts';
import type { KnownRole, ServerSession } from './server-session.ts';
import type { SettingNames } from './setting-names.ts';
import { Turns } from './turns.ts';

/** PgBouncer's default of `query_wait_timeout`, in milliseconds. */
const QUERY_WAIT_TIMEOUT = 120_000;

/**
 * Gives the one backend to many clients by the rules of PgBouncer. Work is done as long as there
 * is some, without a turn of the event loop in between: so who waits, waits for somebody.
 */
export class Pooler implements PgServer {
  readonly #options: PoolerOptions;
  readonly #session: ServerSession;
  readonly #log = new EventLog();
  readonly #lobby: Lobby;
  readonly #turns: Turns;
  readonly #wires = new Map<number, WireClient>();
  /** Whose turn it is: it holds the server connection. */
  #holder: PoolClient | null = null;
  readonly #queue: PoolClient[] = [];
  #working: Promise<void> | null = null;
  #fault: Fault | null = null;
  #closed = false;

  constructor(
    options: PoolerOptions,
    session: ServerSession,
    roles: ReadonlyMap<string, KnownRole>,
    names: SettingNames,
  ) {
    this.#options = options;
    this.#session = session;
    this.#lobby = new Lobby(options, roles, session.parameters);
    this.#turns = new Turns(options, session, roles, names, this.#log);
  }

  get events(): readonly PoolEvent[] {
    return this.#log.events;
  }

  accept(id: number, channel: Channel): void {
    if (this.#wires.has(id)) throw harnessFault(`There is a client ${id} already.`);
    if (this.#closed) {
      channel.post(null);
      channel.close();
      return;
    }
    let client: PoolClient | null = null;
    const { gate } = this.#options;
    const ask: Gate | null = gate ? (sql) => gate({ client: id, sql }) : null;
    const wire: WireClient = new WireClient(
      channel,
      {
        login: (startup) => {
          const admitted = this.#lobby.admit(id, wire, startup);
          client = admitted.client;
          this.#log.add({ kind: 'connected', client: id, user: client.user, role: client.role });
          return admitted.greeting;
        },
        cancel: (process, secret) => this.#cancel(process, secret),
        request: (request) => {
          if (client) this.#take(client, request);
        },
        gone: ({ reason }) =>
          this.#log.add({ kind: 'disconnected', client: id, reason, rolledBack: false }),
      },
      ask,
    );
    this.#wires.set(id, wire);
  }

  received(id: number): number {
    return this.#wires.get(id)?.received ?? 0;
  }

  sent(id: number): number {
    return this.#wires.get(id)?.sent ?? 0;
  }

  async settle(): Promise<{ readonly holder: number | null; readonly waiting: readonly number[] }> {
    await this.#quiet();
    return { holder: this.#holder?.id ?? null, waiting: this.#queue.map(({ id }) => id) };
  }

  async settings(): Promise<Settings | null> {
    return this.#between(async () => (this.#busy() ? null : this.#session.settings()));
  }

  async audit(sql: string): Promise<RunResult> {
    return this.#between(async () => {
      if (this.#busy())
        throw harnessFault('A client holds the server connection, so nothing can be audited.');
      return this.#session.audit(sql);
    });
  }

  /** Disconnects everybody, and ends what they left open. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#working) await this.#working;
    const farewell = fatal('57P01', 'terminating connection due to administrator command');
    for (const client of [...this.#lobby.clients]) {
      client.wire.hangUp(farewell);
      this.#forget(client, null);
    }
    for (const wire of this.#wires.values()) wire.hangUp(null);
    if (this.#holder && !this.#fault) await this.#session.rollback(this.#holder.midway);
    this.#holder = null;
    this.#queue.length = 0;
  }

  /** A client sits in a transaction, or in the middle of the extended protocol. */
  #busy(): boolean {
    const holder = this.#holder;
    return (
      holder !== null && (holder.transaction !== 'idle' || holder.midway || holder.copy !== null)
    );
  }

  #take(client: PoolClient, request: Request): void {
    if (!this.#lobby.clients.has(client)) return;
    const waits = this.#queue.includes(client) && this.#options.mode !== 'direct';
    // PgBouncer drops a client that leaves while it waits; a server of its own would have answered.
    if (request.kind === 'end' && waits) this.#leaveWaiting(client, request);
    else {
      client.requests.push(request);
      this.#line(client);
    }
    this.#work();
  }

  /** Puts a client that wants the server connection into the line. */
  #line(client: PoolClient): void {
    if (client === this.#holder || this.#queue.includes(client)) return;
    while (this.#turns.needsNoServer(client)) this.#turns.mark(client);
    const [next] = client.requests;
    if (!next) return;
    if (next.kind === 'end') {
      this.#turns.leaveIdle(client);
      this.#leaveWaiting(client, next);
    } else this.#queue.push(client);
  }

  #leaveWaiting(client: PoolClient, { reason, farewell }: Departure): void {
    this.#forget(client, farewell);
    this.#log.add({ kind: 'disconnected', client: client.id, reason, rolledBack: false });
  }

  #work(): void {
    if (this.#working || this.#fault) return;
    this.#working = this.#serveAll()
      .catch((error: unknown) => this.#die(error))
      .then(() => {
        this.#working = null;
      });
  }

  async #serveAll(): Promise<void> {
    while (!this.#closed) {
      const holder = this.#holder;
      if (holder) {
        const request = holder.requests.shift();
        if (!request) break;
        await this.#serve(holder, request);
      } else {
        const next = this.#queue.shift();
        if (!next) break;
        await this.#begin(next);
      }
    }
    for (const client of this.#queue) this.#startWaiting(client);
  }

  async #begin(client: PoolClient): Promise<void> {
    stopWaiting(client);
    this.#holder = client;
    const refusal = await this.#turns.begin(client);
    if (refusal) client.requests.unshift(refusal);
  }

  async #serve(client: PoolClient, request: Request): Promise<void> {
    if (request.kind === 'end') {
      await this.#turns.leave(client, request);
      this.#forget(client, request.farewell);
      this.#holder = null;
      return;
    }
    const stays = await this.#turns.serve(client, request);
    if (stays) return;
    this.#holder = null;
    this.#line(client);
  }

  #startWaiting(client: PoolClient): void {
    if (client.waiting) return;
    client.waiting = true;
    this.#log.add({ kind: 'waiting', client: client.id });
    client.timer = setTimeout(() => {
      const farewell = fatal('08P01', 'query_wait_timeout');
      this.#leaveWaiting(client, { kind: 'end', reason: 'query_wait_timeout', farewell });
    }, this.#options.queryWaitTimeout ?? QUERY_WAIT_TIMEOUT);
  }

  /** A running statement cannot be reached; one that still waits is taken back. */
  #cancel(process: number, secret: number): void {
    const client = this.#queue.find((one) => one.id === process && one.secret === secret);
    if (!client || !this.#turns.cancel(client)) return;
    this.#queue.splice(this.#queue.indexOf(client), 1);
    stopWaiting(client);
    this.#line(client);
    this.#work();
  }

  #forget(client: PoolClient, farewell: Uint8Array | null): void {
    stopWaiting(client);
    client.requests.length = 0;
    this.#lobby.clients.delete(client);
    const at = this.#queue.indexOf(client);
    if (at >= 0) this.#queue.splice(at, 1);
    client.wire.end(farewell);
  }

  /** The server is gone: every client is told, and nothing is answered any more. */
  #die(error: unknown): void {
    this.#fault = toFault(error);
    this.#holder = null;
    const farewell = fatal(
      '57P02',
      'terminating connection because of crash of the server process',
    );
    for (const client of [...this.#lobby.clients]) {
      this.#forget(client, farewell);
      this.#log.add({ kind: 'disconnected', client: client.id, reason: 'died', rolledBack: true });
    }
  }

  async #quiet(): Promise<void> {
    while (this.#working) await this.#working;
    if (this.#fault) throw new LeakproofError(this.#fault);
    if (this.#closed) throw harnessFault('The server is not served any more.');
  }

  /** Does something of our own while no client is served. */
  async #between<T>(use: () => Promise<T>): Promise<T> {
    await this.#quiet();
    const job = use();
    const ended = job.then(
      () => undefined,
      () => undefined,
    );
    this.#working = ended.then(() => {
      this.#working = null;
      this.#work();
    });
    return job;
  }
}

function stopWaiting(client: PoolClient): void {
  client.waiting = false;
  if (client.timer !== null) clearTimeout(client.timer);
  client.timer = null;
}

const harnessFault = (message: string): LeakproofError =>
  new LeakproofError({ code: 'harness-fault', message });
