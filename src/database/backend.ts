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

/** The one PostgreSQL backend of a PGlite, spoken to with the simple query protocol only. */
export class Backend {
  readonly #pglite: PGlite;
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
    // A dead backend may loop for ever on its next statement, so it never gets one.
    if (this.#dead) throw died(undefined);
    const reader = new BackendReader(options.maxRows ?? Number.POSITIVE_INFINITY);
    try {
      await this.#pglite.execProtocolRawStream(queryMessages(sql), {
        syncToFs: false,
        onRawData: (chunk) => {
          reader.push(chunk);
        },
      });
    } catch (cause) {
      this.#dead = true;
      throw died(cause);
    }
    if (reader.transaction === null) {
      this.#dead = true;
      throw died(undefined);
    }
    this.#transaction = reader.transaction;
    return {
      statements: reader.statements,
      notices: reader.notices,
      error: reader.error,
      transaction: reader.transaction,
    };
  };

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
  const query = protocol.serialize.query(sql);
  const fail = protocol.serialize.copyFail('there is no data to copy from');
  const both = new Uint8Array(query.length + fail.length);
  both.set(query);
  both.set(fail, query.length);
  return both;
}

function died(cause: unknown): LeakproofError {
  return new LeakproofError(
    {
      code: 'database-died',
      message: 'PostgreSQL stopped answering in the middle of a statement.',
    },
    { cause },
  );
}
