import {
  channelOf,
  LeakproofError,
  SandboxReply,
  type CallOutcome,
  type Channel,
  type Fault,
  type MessagePortLike,
  type Plain,
  type Program,
  type Sandbox,
  type SandboxCall,
  type SandboxRequest,
  type SandboxWorld,
  type Settled,
  type TraceEvent,
} from '../../contract/index.ts';
import { chunksOf } from '../runtime/chunks.ts';
import { Requests, type Answer } from './requests.ts';
import * as say from './sentences.ts';
import { TraceLog } from './trace-log.ts';
import { WireLine } from './wire-line.ts';

/** Milliseconds that a realm is given. */
export interface Patience {
  /** To stand, from its being asked for. */
  readonly start: number;
  /** For a load, for a call's promise, and to come to rest. */
  readonly answer: number;
  /** More for a call, in which the realm itself says that the promise did not settle. */
  readonly grace: number;
}

/** What a realm needs of whoever started it. */
export interface RealmHooks {
  /** The text of one of the bundle's chunks: see `chunks` of a load request. */
  readonly loadChunk: (name: string) => Promise<string>;
  /** It has not answered for a while: it may have to be replaced. */
  readonly onWorry: () => void;
  /** Once, however it ended. */
  readonly onEnd: () => void;
}

/** A realm may say this much, and open this many sockets, from one load to the next. */
export const REALM_LIMITS = { messages: 200_000, sockets: 5_000 } as const;

/**
 * The checks' end of a realm. What runs at the other end is not trusted: whatever it says is
 * parsed, counted and waited for until a deadline, and anything out of the ordinary ends it.
 */
export class Realm implements Sandbox {
  readonly #control: Channel;
  readonly #patience: Patience;
  readonly #hooks: RealmHooks;
  readonly #requests: Requests;
  #trace = new TraceLog();
  /** The request of the last load. */
  #load = 0;
  #lines: WireLine[] = [];
  readonly #chunks = new Set<string>();
  #messages = 0;
  #stands = false;
  #ended: Fault | undefined;
  #onConnect: ((connection: number, port: Channel) => void) | undefined;
  /** Sockets that nobody took yet. */
  #waiting: [number, WireLine][] = [];
  #stand: (problem?: Fault) => void = () => undefined;
  /** Settles when the realm stands. @throws LeakproofError `sandbox-failed` */
  readonly ready: Promise<void>;

  constructor(control: Channel, patience: Patience, hooks: RealmHooks) {
    this.#control = control;
    this.#patience = patience;
    this.#hooks = hooks;
    this.#requests = new Requests({
      onWorry: hooks.onWorry,
      onSilence: (what, milliseconds) => this.end(say.stuck(what, milliseconds)),
    });
    this.ready = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.end(say.didNotStart(say.noAnswer(patience.start)));
      }, patience.start);
      this.#stand = (problem) => {
        clearTimeout(timer);
        this.#stands = !problem;
        if (problem) reject(new LeakproofError(problem));
        else resolve();
      };
    });
    // Whoever asked for the realm ahead may never wait for it.
    this.ready.catch(() => undefined);
    control.onMessage((message, ports) => this.#receive(message, ports));
  }

  get trace(): readonly TraceEvent[] {
    return this.#trace.events;
  }

  async load(program: Program, world: SandboxWorld): Promise<void> {
    this.#requests.rejectAll(say.RELOADED);
    const left = this.#lines.splice(0);
    this.#waiting = [];
    this.#messages = 0;
    this.#trace = new TraceLog();
    const id = this.#requests.next();
    this.#load = id;
    try {
      const chunks = await this.#chunksFor(program);
      const reply = await this.#ask(
        { kind: 'load', id, program, world, ...(chunks && { chunks }) },
        'Loading your modules',
        this.#patience.answer,
      );
      if (reply.kind !== 'loaded') throw this.#refuse();
      if (reply.fault) throw new LeakproofError(reply.fault);
    } finally {
      // Not before: the program that is left behind would see its connections end, and say so.
      for (const line of left) line.hangUp();
    }
  }

  call(
    module: string,
    name: string,
    args: readonly Plain[],
    patience = this.#patience.answer,
  ): SandboxCall {
    const call = this.#requests.next();
    const request = { kind: 'call', id: call, module, name, args, patience } as const;
    const outcome = this.#outcome(request, name);
    // Calls in flight together are awaited one after the other.
    outcome.catch(() => undefined);
    return { call, patience, outcome };
  }

  async settle(after?: SandboxCall): Promise<Settled> {
    const id = this.#requests.next();
    const what = 'What your program does by itself';
    const { answer, grace } = this.#patience;
    const reply = await this.#ask(
      { kind: 'settle', id, ...(after && { after: after.call }) },
      what,
      answer,
      after && after.patience + grace,
    );
    if (reply.kind !== 'settled') throw this.#refuse();
    const { gates, sent, received, timers } = reply;
    return { gates, sent: byConnection(sent), received: byConnection(received), timers };
  }

  release(gate: number): void {
    this.#post({ kind: 'release', gate });
  }

  onConnect(listener: (connection: number, port: Channel) => void): void {
    this.#onConnect = listener;
    for (const [connection, line] of this.#waiting.splice(0)) listener(connection, line);
  }

  kill(): void {
    this.end(say.CLOSED);
  }

  /** Its host says that it is gone. */
  died(reason: string): void {
    this.end(this.#stands ? say.died(reason) : say.didNotStart(reason));
  }

  /** Ends it for this reason, with which everything that waits, and all that comes, rejects. */
  end(why: Fault): void {
    if (this.#ended) return;
    this.#ended = why;
    this.#stand(why);
    this.#hooks.onEnd();
    this.#control.close();
    this.#requests.rejectAll(why);
    for (const line of this.#lines) line.hangUp();
    this.#lines = [];
    this.#waiting = [];
  }

  /** Those that the realm does not have yet. */
  async #chunksFor(program: Program): Promise<Record<string, string> | undefined> {
    const missing = chunksOf(program).filter((name) => !this.#chunks.has(name));
    if (missing.length === 0) return undefined;
    const texts: Record<string, string> = {};
    try {
      for (const name of missing) texts[name] = await this.#hooks.loadChunk(name);
    } catch (error) {
      throw new LeakproofError(say.noChunk(missing, error));
    }
    for (const name of missing) this.#chunks.add(name);
    return texts;
  }

  async #outcome(
    request: Extract<SandboxRequest, { kind: 'call' }>,
    name: string,
  ): Promise<CallOutcome> {
    const reply = await this.#ask(request, name, request.patience, this.#patience.grace);
    if (reply.kind === 'result') return reply.outcome;
    if (reply.kind === 'refused') throw new LeakproofError(reply.fault);
    throw this.#refuse();
  }

  async #ask(
    request: Exclude<SandboxRequest, { kind: 'release' }>,
    what: string,
    patience: number,
    grace = 0,
  ): Promise<Answer> {
    if (this.#ended) throw new LeakproofError(this.#ended);
    const reply = this.#requests.wait(request.id, what, patience, grace);
    this.#post(request);
    return await reply;
  }

  #post(request: SandboxRequest): void {
    if (!this.#ended) this.#control.post(request);
  }

  #receive(message: unknown, ports: readonly MessagePortLike[]): void {
    if (this.#ended) return;
    if (++this.#messages > REALM_LIMITS.messages) {
      this.end(say.TOO_MANY_MESSAGES);
      return;
    }
    const reply = parse(message);
    if (!reply) {
      this.end(say.MALFORMED);
      return;
    }
    switch (reply.kind) {
      case 'ready':
        this.#stand();
        break;
      case 'trace':
        if (reply.load === this.#load && !this.#trace.add(reply.events))
          this.end(say.TOO_MUCH_TRACE);
        break;
      case 'connect':
        this.#connect(reply.connection, ports[0]);
        break;
      case 'exited':
        this.end(say.exited(reply.code));
        break;
      case 'loaded':
      case 'result':
      case 'refused':
      case 'settled':
        if (!this.#requests.answer(reply.id, reply)) this.end(say.MALFORMED);
        break;
      default:
        unreachable(reply);
    }
  }

  #connect(connection: number, port: MessagePortLike | undefined): void {
    if (!port) {
      this.end(say.MALFORMED);
      return;
    }
    if (this.#lines.length >= REALM_LIMITS.sockets) {
      this.end(say.TOO_MANY_SOCKETS);
      return;
    }
    const line = new WireLine(channelOf(port));
    this.#lines.push(line);
    if (this.#onConnect) this.#onConnect(connection, line);
    else this.#waiting.push([connection, line]);
  }

  #refuse(): LeakproofError {
    this.end(say.MALFORMED);
    return new LeakproofError(say.MALFORMED);
  }
}

const byConnection = (counts: Readonly<Record<string, number>>): ReadonlyMap<number, number> =>
  new Map(Object.entries(counts).map(([connection, count]) => [Number(connection), count]));

/** Null for anything else, also for what is nested so deep that it cannot be parsed. */
function parse(message: unknown): SandboxReply | null {
  try {
    return SandboxReply.parse(message);
  } catch {
    return null;
  }
}

const unreachable = (reply: never): never => reply;
