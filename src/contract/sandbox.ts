import * as z from 'zod/mini';
import type { Channel, MessagePortLike } from './channel.ts';
import { Fault } from './errors.ts';
import { Plain, ThrownValue } from './plain.ts';
import type { Program } from './program.ts';

/** What came of calling one of the learner's functions. */
export const CallOutcome = z.discriminatedUnion('kind', [
  /** `cut`: the value was too large or deep to be carried whole, so it proves no absence. */
  z.object({ kind: z.literal('returned'), value: Plain, cut: z.boolean() }),
  z.object({ kind: z.literal('threw'), error: ThrownValue, cut: z.boolean() }),
  /** Its promise did not settle before the deadline, though the realm still answers. */
  z.object({ kind: z.literal('unsettled'), message: z.string() }),
]);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** What a program finds when it starts: fresh with every load. */
export const SandboxWorld = z.object({
  /** `process.env`. */
  env: z.record(z.string(), z.string()),
  /** The in-memory file system: text by absolute path; a link by its target. */
  files: z.record(
    z.string(),
    z.union([z.object({ text: z.string() }), z.object({ link: z.string() })]),
  ),
  /**
   * Replies of the cache and of files wait until they are released, so that whoever holds the
   * other end decides in which order calls in flight go on.
   */
  gated: z.boolean(),
  /**
   * Seed of the program's random values, so that a run can be told word for word the same in
   * every realm; without one they are the host's.
   */
  random: z.optional(z.number()),
  /**
   * The service starts anew, and what it keeps outside of its process has gone on: what the load
   * before left in the cache and in files stays, and `files` are not written again.
   */
  stores: z.optional(z.literal('kept')),
});
export type SandboxWorld = z.infer<typeof SandboxWorld>;

/** Something that the program did, in the order in which it did it. `call` is the call it served. */
export const TraceEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cache'),
    call: z.nullable(z.number()),
    command: z.string(),
    keys: z.array(z.string()),
    /** Of a read: whether it found something. Null for a write. */
    hit: z.nullable(z.boolean()),
    /** The value read or written, cut to 1000 characters. */
    value: z.nullable(z.string()),
    /** Of a write: seconds it is kept, where it is not for ever. */
    ttl: z.optional(z.number()),
  }),
  z.object({
    kind: z.literal('file'),
    call: z.nullable(z.number()),
    command: z.string(),
    /** As given, made absolute; and with every link followed, where it exists. */
    path: z.string(),
    real: z.nullable(z.string()),
    /**
     * What it acted on, also where nothing is: links followed, but for one at the end where the
     * operation acts on the link itself (`unlink`, `rename`, `lstat`, an `open` that refused it).
     */
    at: z.string(),
    /** `ENOENT` and the like; null where it went well. */
    error: z.nullable(z.string()),
  }),
  z.object({
    kind: z.literal('log'),
    call: z.nullable(z.number()),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    fields: Plain,
  }),
  /** It asked for what the sandbox does not have, and a service would: nothing after it proves anything. */
  z.object({
    kind: z.literal('missing'),
    call: z.nullable(z.number()),
    /** What is missing, and what there is. */
    message: z.string(),
  }),
  /** `console.*`, as text, for the learner. */
  z.object({
    kind: z.literal('console'),
    call: z.nullable(z.number()),
    level: z.enum(['debug', 'log', 'info', 'warn', 'error']),
    text: z.string(),
  }),
  /** A promise was rejected and nobody handles it; with a null text, somebody does after all. */
  z.object({
    kind: z.literal('rejection'),
    call: z.nullable(z.number()),
    rejection: z.number(),
    text: z.nullable(z.string()),
  }),
  /** A pooled `pg` connection was taken by, or given back by, a call. */
  z.object({
    kind: z.enum(['checkout', 'release']),
    call: z.nullable(z.number()),
    connection: z.number(),
  }),
]);
export type TraceEvent = z.infer<typeof TraceEvent>;

/** A reply that waits to be released, in a gated realm. */
export const Gate = z.object({
  gate: z.number(),
  call: z.nullable(z.number()),
  /** `cache get report:7`, `file readFile /exports/7.json`. */
  what: z.string(),
});
export type Gate = z.infer<typeof Gate>;

/** What is asked of a realm, over its control channel. All but `release` are answered once, by `id`. */
export type SandboxRequest =
  /** Throws away what the load before left, but for stores that are kept, and evaluates these modules. */
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly program: Program;
      readonly world: SandboxWorld;
      /**
       * Texts of the bundle's further chunks, by name, where the program's modules import from
       * them; each need be sent to a realm only once. See `chunksOf` in src/sandbox/runtime.
       */
      readonly chunks?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'call';
      /** Also the number of the call in the trace, in gates and on the wire. */
      readonly id: number;
      readonly module: string;
      readonly name: string;
      readonly args: readonly Plain[];
      /** Milliseconds after which an unsettled promise is answered as such. */
      readonly patience: number;
    }
  /**
   * Answered when the program has nothing to do until it is sent something; with `after`, not
   * before that call has answered.
   */
  | { readonly kind: 'settle'; readonly id: number; readonly after?: number }
  | { readonly kind: 'release'; readonly gate: number };

/** What a realm says over its control channel. */
export const SandboxReply = z.discriminatedUnion('kind', [
  /** Once, when the runtime stands. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('loaded'), id: z.number(), fault: z.nullable(Fault) }),
  z.object({ kind: z.literal('result'), id: z.number(), outcome: CallOutcome }),
  /** To a call of what is not there, or is no function. */
  z.object({ kind: z.literal('refused'), id: z.number(), fault: Fault }),
  /**
   * Messages posted and received so far on each connection since the load, by its number: ports
   * overtake each other, and only where both ends count the same is nothing under way.
   */
  z.object({
    kind: z.literal('settled'),
    id: z.number(),
    gates: z.array(Gate),
    sent: z.record(z.string(), z.number()),
    received: z.record(z.string(), z.number()),
    /** Timers that will still fire: the program may go on by itself. */
    timers: z.number(),
  }),
  /** A socket was opened; its port comes with the message. Then Postgres's protocol on it. */
  z.object({
    kind: z.literal('connect'),
    connection: z.number(),
    host: z.string(),
    port: z.number(),
  }),
  /** Done by the program of this load request: one that was left behind may still be heard. */
  z.object({ kind: z.literal('trace'), load: z.number(), events: z.array(TraceEvent) }),
  /** The program asked to end: `process.exit(1)`. The realm takes no more calls. */
  z.object({ kind: z.literal('exited'), code: z.number() }),
]);
export type SandboxReply = z.infer<typeof SandboxReply>;

/**
 * On a connection's port: bytes of the wire protocol; null for the end; and, from the program's
 * side only, marks, which stand in the order of the bytes around them and serve pictures.
 */
export const WireMark = z.object({
  mark: z.enum(['checkout', 'release']),
  call: z.nullable(z.number()),
});
export type WireMark = z.infer<typeof WireMark>;

/** Asked of whoever can start realms: the frame in a page, the main thread in Node. */
export type HostRequest =
  /** Starts a realm; its control channel's port comes with the message. */
  | { readonly kind: 'spawn'; readonly realm: number }
  | { readonly kind: 'kill'; readonly realm: number };

/** What the host says of itself. */
export const HostReply = z.discriminatedUnion('kind', [
  /** A realm ended on its own: out of memory, a crash; or could not be started. */
  z.object({ kind: z.literal('ended'), realm: z.number(), reason: z.string() }),
]);
export type HostReply = z.infer<typeof HostReply>;

/** A program that has nothing to do until it is sent something. Counts as in `settled`. */
export interface Settled {
  readonly gates: readonly Gate[];
  readonly sent: ReadonlyMap<number, number>;
  readonly received: ReadonlyMap<number, number>;
  readonly timers: number;
}

/** One realm, as the checks use it. Everything rejects once it has ended, with the reason as a fault. */
export interface Sandbox {
  /**
   * A fresh start: modules, environment, and but for a world that keeps them cache and files.
   * @throws LeakproofError `program-error` (file and line), `program-stuck`, `program-ended`
   */
  load(program: Program, world: SandboxWorld): Promise<void>;
  /**
   * Calls an exported function and waits for its promise.
   * @param patience milliseconds, where it may take longer than a call does by itself: its replies
   *   are held back by whoever asks
   * @throws LeakproofError `program-error` where there is no such function; `program-stuck` when
   *   the realm no longer answers; `program-ended` when it exited or ran out of memory
   */
  call(module: string, name: string, args: readonly Plain[], patience?: number): SandboxCall;
  /**
   * Waits until the program has nothing to do.
   * @param after a call under way: the wait begins when it has answered, without another message
   * @throws LeakproofError as {@link Sandbox.call}
   */
  settle(after?: SandboxCall): Promise<Settled>;
  /** Lets one waiting reply through. */
  release(gate: number): void;
  /** Calls back for every socket the program opens. */
  onConnect(listener: (connection: number, port: Channel) => void): void;
  /** Everything traced since the last load. */
  readonly trace: readonly TraceEvent[];
  /** Ends the realm, whatever it does. */
  kill(): void;
}

/** A call under way: its number, by which the trace and the wire know it, and its outcome. */
export interface SandboxCall {
  readonly call: number;
  /** Milliseconds until the realm itself says that it did not settle. */
  readonly patience: number;
  readonly outcome: Promise<CallOutcome>;
}

/** Starts realms. Each is fresh: another worker, or another process. */
export interface SandboxHost {
  /** @throws LeakproofError `sandbox-failed` */
  start(): Promise<Sandbox>;
  /** Starts one ahead, for whoever asks next. */
  prepare(): void;
}

/** One database worker's way to a host. */
export interface HostLine {
  /** Goes to the worker: in a browser it speaks HostRequest and HostReply, in Node ProcessNotes. */
  readonly port: MessagePortLike;
  /** Ends every realm that was started through it. */
  close(): void;
}
