import type { SqlError } from './errors.ts';
import type { PgServer, PoolerOptions } from './pooling.ts';

/** One column of a result. `type` is the OID of its type. */
export interface Column {
  readonly name: string;
  readonly type: number;
}

/**
 * What one statement of a simple query answered. Values are PostgreSQL's text format,
 * so that they compare equal in every realm and on every server.
 */
export interface StatementResult {
  /** The command tag, such as `SELECT 3` or `CREATE POLICY`. */
  readonly tag: string;
  /** Rows returned or changed, read from the tag; null where the tag has no number. */
  readonly rowCount: number | null;
  readonly columns: readonly Column[];
  /** At most the number of rows that was asked for; `rowCount` tells how many there were. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Where the session's transaction stands after a run: ReadyForQuery's status. */
export type TransactionStatus = 'idle' | 'open' | 'failed';

/** What a whole text of SQL answered: the statements up to an error, and the error. */
export interface RunResult {
  readonly statements: readonly StatementResult[];
  readonly notices: readonly SqlError[];
  readonly error: SqlError | null;
  readonly transaction: TransactionStatus;
}

/** How many rows of each result to keep; the others are counted and dropped. */
export interface RunOptions {
  readonly maxRows?: number;
}

/**
 * Sends one text of SQL with the simple query protocol: several statements without a BEGIN are
 * one transaction. Server errors come back in the result; only a broken session throws.
 */
export type Run = (sql: string, options?: RunOptions) => Promise<RunResult>;

/** Roles take turns, each in a transaction of its own that is always rolled back. */
export interface Rehearsal {
  /** Runs trusted text as `role`, confined. @throws LeakproofError `role-unusable` */
  as(role: string, sql: string): Promise<RunResult>;
  /**
   * Reads the truth, past row-level security, as a role that can change nothing: what the last
   * turn left, for as long as no other turn was taken.
   * @param undo undoes the turn in the same breath, so that the next one need not
   */
  audit(sql: string, undo?: 'undo'): Promise<RunResult>;
}

/**
 * How a session is held in its role. `security-context`: every role change is refused, as inside a
 * SECURITY DEFINER function. `session-authorization`: hostile SQL can climb back, so the roles are
 * audited after each session and the database serves one world only.
 */
export type ConfinementKind = 'security-context' | 'session-authorization';

/**
 * One PostgreSQL database for one world at a time, as the checks see it.
 * Calls do not overlap: each waits for the one before.
 */
export interface Database {
  /** The server's version and pgvector's, such as `18.6` and `0.8.7`, as the server states them. */
  readonly versions: { readonly server: string; readonly vector: string };
  /** How untrusted SQL is held in its role, as the boot-time self-test found. */
  confinement(): Promise<ConfinementKind>;
  /** Trusted SQL as superuser, in a clean session. Never touches what a learner made. */
  superuser: Run;
  /**
   * Trusted questions as superuser, in a clean session that can change nothing.
   * @throws LeakproofError `harness-fault` with the server's error where it refuses one
   */
  read(sql: string): Promise<RunResult>;
  /**
   * All that the database is beside the rows of these tables of `public`, as one comparable text.
   * @param owner the role that owns them
   * @returns null where more could change unseen: rows of other tables, what another role owns
   */
  condition(tables: readonly string[], owner: string): Promise<string | null>;
  /**
   * A client session of `role` in which SQL we do not trust may run: no statement leaves the role.
   * Before and after it the session is cleaned with DISCARD ALL.
   * @throws LeakproofError `role-unusable` for a missing, superuser or BYPASSRLS role
   */
  confined<T>(role: string, use: (run: Run) => Promise<T>): Promise<T>;
  /**
   * Tries statements out and undoes them.
   * @param exempt allows roles that bypass row-level security, for a lesson on just that. What a
   *   learner made then runs without limits, so the database is good for this submission only,
   *   which such a role keeps from passing: {@link Database.renew} it before the next.
   */
  rehearse<T>(use: (rehearsal: Rehearsal) => Promise<T>, exempt?: 'exempt'): Promise<T>;
  /**
   * Serves PostgreSQL clients, each confined in the role of its login user, until `use` ends; then
   * they are disconnected and the session is cleaned. No other call is answered meanwhile.
   * @throws LeakproofError `role-unusable` for a missing, superuser or BYPASSRLS role
   */
  serve<T>(options: PoolerOptions, use: (server: PgServer) => Promise<T>): Promise<T>;
  /**
   * A client session of any role, of the superuser too, for SQL of whoever owns the database. From
   * then on nothing in it is believed: {@link Database.reset} boots another.
   * @throws LeakproofError `role-unusable` for a missing role
   */
  unguarded<T>(role: string, use: (run: Run) => Promise<T>): Promise<T>;
  /** Back to the empty database of the image: no object, role or setting of a world is left. */
  reset(): Promise<void>;
  /** Throws the server away and boots another: slower than {@link Database.reset}, and certain. */
  renew(): Promise<void>;
  /** Ends the server, after the calls under way. Nothing may be asked of it afterwards. */
  close(): Promise<void>;
}
