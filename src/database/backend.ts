import { type PGlite, protocol } from '@electric-sql/pglite';
import {
  LeakproofError,
  type Run,
  type RunOptions,
  type RunResult,
  type TransactionStatus,
} from '../contract/index.ts';
import { BackendReader } from './backend-reader.ts';

/** `SECURITY_LOCAL_USERID_CHANGE`: role changes are refused. Source: PostgreSQL, miscadmin.h. */
const LOCAL_USERID_CHANGE = 1;
/** `SECURITY_RESTRICTED_OPERATION`: no temporary objects and no held cursors either. */
const RESTRICTED_OPERATION = 2;
/** The OID of the bootstrap superuser. */
export const SUPERUSER_OID = 10;

/** What the wasm build exports beyond PGlite's own types. */
interface SecurityContextExport {
  _SetUserIdAndSecContext?: (role: number, context: number) => void;
}

/** Takes the backend's answer as it streams in, and notes what it says of the session. */
export interface AnswerReader {
  /** The bytes may be overwritten afterwards. */
  push(chunk: Uint8Array): void;
  /** Null until ReadyForQuery came. */
  readonly transaction: TransactionStatus | null;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The one PostgreSQL backend of a PGlite. */
export class Backend {
  readonly #pglite: PGlite;
  readonly #parameters = new Map<string, string>();
  #dead = false;
  #transaction: TransactionStatus = 'idle';

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  /**
   * Runs a text of SQL and waits for ReadyForQuery.
   * @throws LeakproofError `database-died` when the backend stops answering, after which the
   *   database must be thrown away (`COPY … TO PROGRAM` as superuser does this in PGlite).
   */
  readonly run: Run = async (sql: string, options: RunOptions = {}): Promise<RunResult> => {
    const reader = new BackendReader(options.maxRows ?? Number.POSITIVE_INFINITY);
    const transaction = await this.exchange(queryMessages(sql), reader, true);
    return {
      statements: reader.statements,
      notices: reader.notices,
      error: reader.error,
      transaction,
    };
  };

  /**
   * Sends whole messages of the protocol, which PGlite answers before it returns. It ends, or
   * reads for ever, at a message that is cut short, of unknown type, or wanting data that is not
   * behind it in the same call.
   * @param closes they end in what ReadyForQuery answers; otherwise a Sync is still to come, and
   *   the session counts as in a transaction
   * @throws LeakproofError `database-died`, as {@link Backend.run}
   */
  async exchange(
    messages: Uint8Array,
    reader: AnswerReader,
    closes: boolean,
  ): Promise<TransactionStatus> {
    // A dead backend may loop for ever on its next statement, so it never gets one.
    if (this.#dead) throw died(undefined);
    try {
      await this.#pglite.execProtocolRawStream(messages, {
        syncToFs: false,
        onRawData: (chunk) => {
          reader.push(chunk);
        },
      });
    } catch (cause) {
      this.#dead = true;
      throw died(cause);
    }
    if (closes && reader.transaction === null) this.giveUp();
    if (reader.parameters.size > 0) {
      for (const [name, value] of reader.parameters) this.#parameters.set(name, value);
    }
    this.#transaction = reader.transaction ?? 'open';
    return this.#transaction;
  }

  /**
   * Tells the backend that a client is there: from then on it reports the settings that clients
   * follow, with ParameterStatus. Does nothing the second time.
   */
  async startReporting(): Promise<void> {
    if (this.#parameters.size > 0) return;
    const startup = protocol.serialize.startup({ user: 'postgres', database: 'postgres' });
    await this.exchange(startup, new BackendReader(0), true);
  }

  /** The settings that it reported last, by name. */
  get parameters(): ReadonlyMap<string, string> {
    return this.#parameters;
  }

  /** As ReadyForQuery said last. */
  get transaction(): TransactionStatus {
    return this.#transaction;
  }

  /** It left a message without an answer, so it has died. @throws LeakproofError `database-died` */
  giveUp(): never {
    this.#dead = true;
    throw died(undefined);
  }

  /**
   * Makes `role` the current user the way a SECURITY DEFINER function does. Undocumented by
   * PGlite, so the version is pinned and the effect tested at boot.
   * @param role its OID
   * @param restricted refuses temporary objects and held cursors as well
   * @returns false where the build does not export it.
   */
  enterRole(role: number, restricted: boolean): boolean {
    const module = this.#pglite.Module as SecurityContextExport;
    if (!module._SetUserIdAndSecContext) return false;
    const context = restricted ? LOCAL_USERID_CHANGE | RESTRICTED_OPERATION : LOCAL_USERID_CHANGE;
    module._SetUserIdAndSecContext(role, context);
    return true;
  }

  /** Back to the superuser, with no restriction. */
  leaveRole(): void {
    (this.#pglite.Module as SecurityContextExport)._SetUserIdAndSecContext?.(SUPERUSER_OID, 0);
  }

  /** Ends the transaction, if one is open or failed, as whoever the session belongs to now. */
  async rollback(): Promise<void> {
    if (this.#transaction !== 'idle') await this.run('ROLLBACK');
  }

  /** Whether it stopped answering. */
  get dead(): boolean {
    return this.#dead;
  }

  /** Ends the server. One that died is left as it is: it would not answer. */
  async close(): Promise<void> {
    if (!this.#dead) await this.#pglite.close();
  }
}

/**
 * A query, and a CopyFail behind it: COPY … FROM STDIN then ends with an error instead of waiting
 * for data that never comes. Anything else ignores it. Source: PostgreSQL, "COPY Operations".
 */
function queryMessages(sql: string): Uint8Array {
  // Hundreds are sent for one check, and PGlite's serializer takes a tenth of the time of each.
  const text = encoder.encode(sql);
  const query = HEADER_BYTES + text.length + 1;
  const both = new Uint8Array(query + COPY_FAIL.length);
  both[0] = QUERY;
  new DataView(both.buffer).setInt32(1, query - 1);
  both.set(text, HEADER_BYTES);
  both.set(COPY_FAIL, query);
  return both;
}

const encoder = new TextEncoder();
/** A message's type and its length. Source: PostgreSQL, "Message Formats". */
const HEADER_BYTES = 5;
const QUERY = 'Q'.charCodeAt(0);
const COPY_FAIL = protocol.serialize.copyFail('there is no data to copy from');

function died(cause: unknown): LeakproofError {
  return new LeakproofError(
    {
      code: 'database-died',
      message: 'PostgreSQL stopped answering in the middle of a statement.',
    },
    { cause },
  );
}
