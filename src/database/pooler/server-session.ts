import { protocol } from '@electric-sql/pglite';
import {
  LeakproofError,
  quoteLiteral,
  type RunResult,
  type Settings,
} from '../../contract/index.ts';
import type { AnswerReader, Backend } from '../backend.ts';
import { BackendReader } from '../backend-reader.ts';
import type { Confinement } from '../confinement.ts';
import { cleanSession, mustRun } from '../trusted.ts';
import { join } from '../wire/bytes.ts';
import { ABANDON } from '../wire/request.ts';

/** A role with its OID, looked up before clients came. */
export interface KnownRole {
  readonly name: string;
  readonly oid: number;
}

/** Named, so that a client's unnamed statement and portal stay as they are. */
const OURS = 'leakproof_watch';

/** Settings that would change how the auditor's answer reads, or what a name in it means. */
const AS_BY_DEFAULT = ['search_path', 'client_encoding', 'DateStyle', 'IntervalStyle', 'TimeZone']
  .concat(['bytea_output', 'extra_float_digits', 'row_security', 'standard_conforming_strings'])
  .map((name) => `SET LOCAL ${name} TO DEFAULT`)
  .join('; ');

/** As a whole query: in a text of several PostgreSQL refuses it. */
const DISCARD_ALL = /^\s*discard\s+all\s*;?\s*$/i;

export const isDiscardAll = (sql: string): boolean => DISCARD_ALL.test(sql);

/** The one server connection: who it belongs to, and what is done to it between clients. */
export class ServerSession {
  readonly #backend: Backend;
  readonly #confinement: Confinement;
  readonly #auditor: KnownRole;
  readonly #watch: readonly string[];
  readonly #readWatched: Uint8Array;
  /** Null before the first client. */
  #role: KnownRole | null = null;
  #settings: Settings | null = null;

  constructor(
    backend: Backend,
    confinement: Confinement,
    auditor: KnownRole,
    watch: readonly string[],
  ) {
    this.#backend = backend;
    this.#confinement = confinement;
    this.#auditor = auditor;
    this.#watch = watch;
    this.#readWatched = extendedQuery(
      `SELECT ${watch.map((name) => `pg_catalog.current_setting(${quoteLiteral(name)}, true)`).join(', ')}`,
    );
  }

  /** What the server last reported of itself in ParameterStatus messages. */
  get parameters(): ReadonlyMap<string, string> {
    return this.#backend.parameters;
  }

  /** Another server connection: nothing of the one before is left, and it belongs to `role`. */
  async renew(role: KnownRole): Promise<void> {
    this.#settings = null;
    await this.#backend.rollback();
    await this.#confinement.leave();
    await cleanSession(this.#backend);
    await this.#confinement.enter(role.name, role.oid, false);
    this.#role = role;
  }

  /** Sends a client's messages. */
  async exchange(messages: Uint8Array, reader: AnswerReader, closes: boolean): Promise<void> {
    this.#settings = null;
    await this.#backend.exchange(messages, reader, closes);
  }

  /** The server left messages unanswered. @throws LeakproofError `database-died` */
  giveUp(): never {
    this.#backend.giveUp();
  }

  /**
   * DISCARD ALL, which PostgreSQL refuses to a confined session since it changes the session's
   * user: so the superuser runs it, between transactions, and the session is confined anew.
   */
  async discardAll<T>(run: () => Promise<T>): Promise<T> {
    const role = this.#role;
    await this.#confinement.leave();
    try {
      return await run();
    } finally {
      if (role) await this.#confinement.enter(role.name, role.oid, false);
    }
  }

  /** `server_reset_query`. One that fails costs the connection, as with PgBouncer. */
  async reset(query: string): Promise<void> {
    this.#settings = null;
    const good = isDiscardAll(query)
      ? await this.discardAll(() => this.#succeeds(query))
      : await this.#succeeds(query);
    if (!good && this.#role) await this.renew(this.#role);
  }

  async #succeeds(query: string): Promise<boolean> {
    const { error, transaction } = await this.#backend.run(query, { maxRows: 0 });
    return error === null && transaction === 'idle';
  }

  /**
   * Ends what a client left open, as the role it was.
   * @param midway its last messages have no Sync yet
   */
  async rollback(midway: boolean): Promise<void> {
    this.#settings = null;
    if (midway) await this.#backend.exchange(ABANDON, new BackendReader(0), true);
    await this.#backend.rollback();
  }

  /** Runs SQL as whoever the session belongs to. */
  async run(sql: string): Promise<RunResult> {
    this.#settings = null;
    return this.#backend.run(sql);
  }

  /** Reads the watched settings, where the session is idle. Costs nothing if there are none. */
  async settings(): Promise<Settings> {
    if (this.#watch.length === 0) return {};
    if (this.#settings) return this.#settings;
    const reader = new BackendReader(1);
    await this.#backend.exchange(this.#readWatched, reader, true);
    const row = reader.statements[0]?.rows[0];
    if (!row) {
      throw new LeakproofError({
        code: 'harness-fault',
        message: `The watched settings cannot be read: ${reader.error?.message ?? 'no answer'}.`,
      });
    }
    const settings = Object.fromEntries(
      this.#watch.map((name, index) => [name, row[index] ?? null]),
    );
    this.#settings = settings;
    return settings;
  }

  /** Reads past row-level security, between transactions, and leaves the session as it was. */
  async audit(sql: string): Promise<RunResult> {
    const back = this.#role;
    await this.#confinement.enter(this.#auditor.name, this.#auditor.oid, true);
    try {
      // A text of its own: the question's literals are read by the settings before it begins.
      await mustRun(this.#backend.run, `BEGIN READ ONLY; ${AS_BY_DEFAULT}`);
      const result = await this.#backend.run(`${sql}\n; ROLLBACK`);
      const statements = result.error ? result.statements : result.statements.slice(0, -1);
      return { ...result, statements, transaction: 'idle' };
    } finally {
      await this.#backend.rollback();
      if (back) await this.#confinement.enter(back.name, back.oid, false);
      else await this.#confinement.leave();
    }
  }
}

/** One statement in the extended protocol under our own name, taken away again. */
function extendedQuery(text: string): Uint8Array {
  const { serialize } = protocol;
  const close = serialize.close({ type: 'S', name: OURS });
  return join([
    close,
    serialize.parse({ name: OURS, text }),
    serialize.bind({ portal: OURS, statement: OURS }),
    serialize.execute({ portal: OURS }),
    serialize.close({ type: 'P', name: OURS }),
    close,
    serialize.sync(),
  ]);
}
