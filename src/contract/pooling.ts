import * as z from 'zod/mini';
import type { Channel } from './channel.ts';
import type { RunResult } from './database.ts';

/**
 * How clients share server connections. `direct`: each has its own. `session`: it has one from
 * connecting to leaving. `transaction`: from a transaction's start to its end.
 * Source: PgBouncer documentation, `pool_mode`.
 */
export const PoolMode = z.enum(['direct', 'session', 'transaction']);
export type PoolMode = z.infer<typeof PoolMode>;

/** The settings of the pooler, under PgBouncer's names where it has them. */
export interface PoolerOptions {
  readonly mode: PoolMode;
  /** The role of each login user. Another user is refused with 28P01. */
  readonly users: Readonly<Record<string, string>>;
  /** `server_reset_query`; `DISCARD ALL` unless given. */
  readonly resetQuery?: string;
  /** `server_reset_query_always`: also in transaction mode. */
  readonly resetQueryAlways?: boolean;
  /** `query_wait_timeout` in milliseconds, after which a waiting client is disconnected. */
  readonly queryWaitTimeout?: number;
  /** `max_client_conn`: one more is refused with 53300. */
  readonly maxClients?: number;
  /** Settings to read at each hand-over, such as `app.tenant_id`. None are read otherwise. */
  readonly watch?: readonly string[];
  /**
   * Asked before a reply goes to a client, which waits until the promise resolves.
   * @param reply how many messages of the client it answers
   */
  readonly gate?: (reply: { readonly client: number; readonly sql: string }) => Promise<void>;
}

/** A watched setting: null was never set in this server session, `''` was set and is not now. */
export const Settings = z.record(z.string(), z.nullable(z.string()));
export type Settings = z.infer<typeof Settings>;

/** What happened between clients and server, in its order. `at` counts from 0. */
export const PoolEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('connected'),
    at: z.number(),
    client: z.number(),
    user: z.string(),
    role: z.string(),
  }),
  /** It asked for something and no server connection was free. */
  z.object({ kind: z.literal('waiting'), at: z.number(), client: z.number() }),
  /** It got the server connection, with the role and settings as they were found. */
  z.object({
    kind: z.literal('assigned'),
    at: z.number(),
    client: z.number(),
    role: z.string(),
    settings: Settings,
  }),
  /** One statement was answered. In the simple protocol a text of several is one. */
  z.object({
    kind: z.literal('statement'),
    at: z.number(),
    client: z.number(),
    sql: z.string(),
    parameters: z.array(z.nullable(z.string())),
    /** SQLSTATE of its refusal. */
    error: z.nullable(z.string()),
    /** From the last command tag. */
    rows: z.nullable(z.number()),
    /** As ReadyForQuery said: idle, in a transaction, in a failed one. */
    transaction: z.enum(['idle', 'open', 'failed']),
    /** After it, where the transaction is idle; null inside one. */
    settings: z.nullable(Settings),
  }),
  /** It gave the server connection back, with the settings it left on it. */
  z.object({
    kind: z.literal('released'),
    at: z.number(),
    client: z.number(),
    settings: Settings,
    /** Whether `server_reset_query` ran after that. */
    reset: z.boolean(),
  }),
  /** The program's own pool handed the connection to a call, or took it back. */
  z.object({
    kind: z.enum(['checkout', 'checkin']),
    at: z.number(),
    client: z.number(),
    call: z.nullable(z.number()),
  }),
  z.object({
    kind: z.literal('disconnected'),
    at: z.number(),
    client: z.number(),
    /** `terminate`, `closed`, `protocol`, `query_wait_timeout`, `died`. */
    reason: z.string(),
    /** A transaction was open, and was rolled back. */
    rolledBack: z.boolean(),
  }),
]);
export type PoolEvent = z.infer<typeof PoolEvent>;

/** The server that clients connect to, for as long as it is served. */
export interface PgServer {
  /**
   * Takes a client: bytes of the frontend/backend protocol 3.0 and marks in, bytes out, null for
   * the end in both directions.
   */
  accept(client: number, channel: Channel): void;
  /** All that happened so far. */
  readonly events: readonly PoolEvent[];
  /** Messages taken so far from each client: see `sent` of a settled sandbox. */
  received(client: number): number;
  /** Messages posted so far to each client: see `received` of a settled sandbox. */
  sent(client: number): number;
  /**
   * Waits until everything that clients sent is answered, or waits for somebody.
   * `holder` sits in a transaction while `waiting` want the server connection.
   */
  settle(): Promise<{ readonly holder: number | null; readonly waiting: readonly number[] }>;
  /** Reads the watched settings of the server connection. Null while a client holds it. */
  settings(): Promise<Settings | null>;
  /**
   * Reads the truth, past row-level security, as the auditor; what clients left in the session
   * stays as it is. Schema-qualify every name.
   * @throws LeakproofError `harness-fault` while a client holds the server connection
   */
  audit(sql: string): Promise<RunResult>;
}
