import type {
  CallOutcome,
  FileTexts,
  FoundRow,
  Picture,
  Plain,
  PoolEvent,
  PoolerOptions,
  RowChange,
  SandboxWorld,
  ScheduledReply,
  SentStatement,
  Settings,
  Tenant,
  Timeline,
  TraceEvent,
  TranscriptStep,
} from '../../contract/index.ts';
import type { Truth } from '../ownership.ts';
import type { PictureRun } from '../picture/picture-run.ts';
import type { World } from '../world.ts';

// What the author of a lesson with TypeScript uses: `app` in world.ts, an AppLab in attack.ts and
// checks.ts. A lesson may have scripts of SQL as well; they have run before the program is loaded.

/**
 * The application of a lesson's world. Its program is every `typescript` file of the manifest, and
 * the lesson's own `driver.ts` where there is one.
 */
export interface AppPlan {
  /**
   * The pooler between the program and the server. `users` gives the role of each login user;
   * `watch` names the settings that attempts and timelines tell of.
   */
  readonly pooler: Omit<PoolerOptions, 'gate'>;
  /** `process.env`, such as `DATABASE_URL=postgres://app_user:secret@db.internal:5432/app`. */
  readonly env: Readonly<Record<string, string>>;
  /** What the in-memory file system holds at the start, drawn for the world. Empty unless given. */
  readonly files?: (world: World) => SandboxWorld['files'];
  /**
   * Draws what a run looked like: the attack, a check that failed, and the first check that held in
   * a verdict that passes; null where there is nothing to draw. A pure function. Where it is absent
   * or answers null, the picture that the check gave is shown; for an attack whose pooler watches
   * settings the timeline. What it throws, or draws beyond the limits of a picture, is left out.
   */
  readonly picture?: (run: PictureRun) => Picture | null;
}

/** A call of one of the program's exported functions, on behalf of a tenant. */
export interface CallRequest {
  /**
   * Whose session the arguments carry: what belongs to anybody else is foreign to this call. With
   * an id of its own, `{ ...acme, id: 'acme:eu' }`, it is a tenant that signed up since the world
   * was drawn; it wears the mark of its index, and its rows are known as its own until a restart.
   */
  readonly as: Tenant | null;
  /** The file: `documents.ts`, or `driver.ts`. */
  readonly module: string;
  /** The exported function. Its answer is awaited. */
  readonly name: string;
  readonly args: readonly Plain[];
  /** The call as a transcript shows it: `getDocument(session, 17)`. */
  readonly show: string;
  /** One sentence on what the step shows. */
  readonly note?: string;
  /**
   * Makes a call that can never settle an attempt (`unsettled`, with the sentence that says what
   * it waits for) instead of a fault. No other call can be made afterwards but after `fresh()`.
   */
  readonly unsettled?: 'attempt';
}

/** What came of a call. */
export interface CallAttempt {
  readonly request: CallRequest;
  /** What it returned or threw, as data: compare with `sameAnswer`, print with `printAnswer`. */
  readonly outcome: CallOutcome;
  /**
   * Rows of the world that were recognised in the answer, each once: by a text or id that no row
   * of another owner has, wherever in the value it stands, also inside strings, bytes and errors.
   * What the request itself said (an id it asked for) proves nothing and does not count.
   */
  readonly found: readonly FoundRow[];
  /** Of those, the rows of others. */
  readonly foreign: readonly FoundRow[];
  /** Rows that were inserted, updated or deleted and committed, by the truth before and after. */
  readonly changes: readonly RowChange[];
  /** Of those, the ones that took from, or gave to, anybody but the caller. */
  readonly foreignChanges: readonly RowChange[];
  /** The statements that were sent while it ran. */
  readonly statements: readonly SentStatement[];
  /** All that happened between the program and the server while it ran. */
  readonly events: readonly PoolEvent[];
  /** Cache keys, files, log lines, console, in their order: filter by `kind`. */
  readonly trace: readonly TraceEvent[];
  /** The watched settings on the server connection; null while a client sits in a transaction. */
  readonly before: Settings | null;
  readonly after: Settings | null;
  /** What it had not given back when it had answered. */
  readonly held: 'connection' | 'transaction' | null;
  /** The same as a line of a transcript. */
  readonly step: TranscriptStep;
}

/** What came of calls that were in flight together. */
export interface TogetherRun {
  /** In the order of the requests. `changes` and `settings` cannot be told apart: see below. */
  readonly attempts: readonly CallAttempt[];
  /** What all of them changed, by the truth before the first and after the last. */
  readonly changes: readonly RowChange[];
  /** The order in which the replies were let through; `step` is the index of the request. */
  readonly schedule: readonly ScheduledReply[];
  readonly timeline: Timeline;
}

/**
 * Which of the waiting replies goes next, each time one may: 0 goes on with the call whose reply
 * went last, n with the n-th call after it. Where the list ends, 0. So the empty list is the order
 * with the fewest changes of call, which is what a search shrinks to.
 */
export type Picks = readonly number[];

/**
 * A world whose application runs: what a check or an attack of a lesson with TypeScript gets.
 * Everything it throws ends the check as `could-not-check`.
 */
export interface AppLab {
  readonly world: World;
  readonly files: FileTexts;
  /** The role that the application connects as. */
  readonly application: string;
  /**
   * Starts again: the rows as they were drawn, a clean server session, no client connected, fresh
   * modules, cache and files. Every check starts so.
   * @param keeps what goes on: with its stores, the cache and the files, it is the service alone that
   *   was started again, as a deployment does
   * @throws LeakproofError `program-error`, `program-stuck`, `program-ended` while loading, or where
   *   the stores that were to be kept ended with their realm
   */
  fresh(keeps?: 'stores'): Promise<void>;
  /**
   * Calls a function and waits for it. What calls before it left stays: rows, settings, open
   * connections, module state, cache.
   * @throws LeakproofError `program-stuck` when it can never settle (who holds what, and who
   *   waits), or takes too long; `program-ended` when it ended the realm; `program-error` when
   *   there is no such function, or the answer is too large to tell whose rows are in it
   */
  call(request: CallRequest): Promise<CallAttempt>;
  /**
   * Starts again, makes these calls at once and lets the replies of database, cache and files
   * through one by one. The same picks give the same run.
   * @throws LeakproofError as {@link AppLab.call}
   */
  together(requests: readonly CallRequest[], picks: Picks): Promise<TogetherRun>;
  /**
   * The rows as they stand, past row-level security; as they were read last where a client sits in
   * a transaction.
   */
  truth(): Promise<Truth>;
  /** Reads the catalog. Schema-qualify every name: `pg_catalog.pg_class`. */
  catalog(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /** The watched settings of the server connection. Null while a client sits in a transaction. */
  settings(): Promise<Settings | null>;
  /** Since the last start. */
  readonly events: readonly PoolEvent[];
  readonly trace: readonly TraceEvent[];
  /** Who had the connection when, since the last start. */
  timeline(): Timeline;
}
