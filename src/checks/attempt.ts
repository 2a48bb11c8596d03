import {
  quoteLiteral,
  LeakproofError,
  type Actor,
  type OwnedRows,
  type Rehearsal,
  type RowChange,
  type SqlError,
  type Tenant,
  type TranscriptStep,
} from '../contract/index.ts';
import { diffTruth, markOwners, printOf, readTruth, truthSql, type Truth } from './ownership.ts';
import type { TablePlan, World } from './world.ts';

/** What came of a statement that an actor tried and that was then undone. */
export interface Attempt {
  readonly actor: Actor;
  readonly sql: string;
  /** The server's refusal; null when the statement ran. */
  readonly error: SqlError | null;
  /** Rows that came back, marked with their owners. Empty for a command that returns none. */
  readonly rows: OwnedRows;
  /** Rows of the lesson's tables that it inserted, updated or deleted, by the truth. */
  readonly changes: readonly RowChange[];
  /** Whether it changed anything at all, also what is no row of a lesson's table. */
  readonly wrote: boolean;
  /** The same as a line of a transcript. */
  readonly step: TranscriptStep;
}

/** The setting that carries the tenant, in every lesson that uses one. */
export const TENANT_SETTING = 'app.tenant_id';

/** Becomes a tenant, or nobody, in the middle of a statement, until the end of the transaction. */
export const setTenantSql = (tenant: Tenant | null): string =>
  `SELECT pg_catalog.set_config('${TENANT_SETTING}', ${quoteLiteral(tenant?.id ?? '')}, true)`;

/**
 * What the server process remembers. A setting that was never set reads as NULL; once it was, it
 * reads as the empty string for as long as the process lives, also after DISCARD ALL. A policy
 * may fall for the one and not for the other, so a session without a tenant is tried as both.
 */
export interface ServerMemory {
  tenantWasSet: boolean;
  /** The lesson whose set-up has been run already, in a database that was otherwise not used. */
  setUpFor?: string;
}

/**
 * The transaction's number, which a transaction has once it changed anything and not before; each
 * turn of a rehearsal is a transaction of its own. So most attempts need no look at the tables.
 * Source: PostgreSQL documentation, "Transaction ID and Snapshot Information Functions".
 */
const HAS_WRITTEN = 'SELECT pg_catalog.pg_current_xact_id_if_assigned()';

/**
 * Tries statements as actors in rehearsals. Each is undone before the next, and what it did is
 * told by comparing the tables before and after, read past row-level security; never by what the
 * statement says of itself. The same statement by the same actor is run once.
 */
export class Attempts {
  #rehearsal: Rehearsal | undefined;
  readonly #tables: readonly TablePlan[];
  readonly #world: World;
  readonly #memory: ServerMemory;
  readonly #known = new Map<string, Attempt>();
  #before: Truth | undefined;
  /** The same as the server sent it: most attempts change nothing, and this tells so at once. */
  #asSent = '';

  constructor(tables: readonly TablePlan[], world: World, memory: ServerMemory) {
    this.#tables = tables;
    this.#world = world;
    this.#memory = memory;
  }

  /** Uses this rehearsal from now on, of the same world. */
  goOnIn(rehearsal: Rehearsal): void {
    this.#rehearsal = rehearsal;
  }

  get #open(): Rehearsal {
    if (this.#rehearsal) return this.#rehearsal;
    throw new LeakproofError({ code: 'harness-fault', message: 'No rehearsal was begun.' });
  }

  /** All rows of the lesson's tables as they stand before any attempt. */
  async truth(): Promise<Truth> {
    if (!this.#before) {
      const { statements } = await this.#open.audit(truthSql(this.#tables));
      this.#asSent = printOf(statements);
      this.#before = readTruth(this.#tables, statements);
    }
    return this.#before;
  }

  /**
   * Sets the actor's role and tenant, reads the role back, runs the statement.
   * @throws LeakproofError `harness-fault` when the role is not the one that was set
   */
  async run(actor: Actor, sql: string, note?: string): Promise<Attempt> {
    const tenant = actor.tenant?.index ?? (this.#memory.tenantWasSet ? 'empty' : 'unset');
    const key = JSON.stringify([actor.role, tenant, sql]);
    const attempt = this.#known.get(key) ?? (await this.#try(actor, sql));
    this.#known.set(key, attempt);
    return note === undefined ? attempt : { ...attempt, step: { ...attempt.step, note } };
  }

  async #try(actor: Actor, sql: string): Promise<Attempt> {
    const before = await this.truth();
    const result = await this.#open.as(
      actor.role,
      // Constraint triggers that wait for the commit speak now, since no commit will come.
      `${this.#contextSql(actor)}; ${sql}; SET CONSTRAINTS ALL IMMEDIATE; ${HAS_WRITTEN}`,
    );
    const [context, ...answers] = result.statements;
    if (!context && result.error) throw contextFailed(result.error);
    const who = context?.rows[0]?.[0];
    if (who !== actor.role) throw wrongRole(actor.role, who);
    // Whoever sets it beforehand would hide what a session that never did can reach.
    if (!this.#memory.tenantWasSet && context?.rows[0]?.[1] !== null) throw setBeforehand();
    const number = result.error ? null : answers.pop()?.rows[0]?.[0];
    const wrote = number !== null;
    if (!result.error) answers.pop();
    const last = answers.findLast((answer) => answer.columns.length > 0);
    const rows = last
      ? markOwners(this.#world, this.#tables, before, last, actor.tenant?.index ?? null)
      : { columns: [], rows: [], total: 0 };
    const changes = wrote ? await this.#changesSince(before) : [];
    const outcome = outcomeOf(result.error, last ? rows : null, changes, answers.at(-1)?.tag ?? '');
    return { actor, sql, error: result.error, rows, changes, wrote, step: { actor, sql, outcome } };
  }

  async #changesSince(before: Truth): Promise<RowChange[]> {
    const { statements } = await this.#open.audit(truthSql(this.#tables), 'undo');
    // The last answer is that of the undoing.
    const tables = statements.slice(0, this.#tables.length);
    if (printOf(tables) === this.#asSent) return [];
    return diffTruth(this.#world, this.#tables, before, readTruth(this.#tables, tables));
  }

  /** Who am I, and for which tenant: what comes before every attempt. */
  #contextSql(actor: Actor): string {
    if (actor.tenant) this.#memory.tenantWasSet = true;
    if (!this.#memory.tenantWasSet) {
      return `SELECT current_user, pg_catalog.current_setting('${TENANT_SETTING}', true)`;
    }
    const tenant = quoteLiteral(actor.tenant?.id ?? '');
    return `SELECT current_user, set_config('${TENANT_SETTING}', ${tenant}, true)`;
  }
}

function outcomeOf(
  error: SqlError | null,
  rows: OwnedRows | null,
  changes: RowChange[],
  tag: string,
): TranscriptStep['outcome'] {
  if (error) return { kind: 'refused', error };
  if (changes.length > 0) return { kind: 'changed', count: changes.length, changes };
  if (rows) return { kind: 'rows', result: rows };
  return { kind: 'done', tag };
}

function setBeforehand(): LeakproofError {
  return new LeakproofError({
    code: 'file-refused',
    message: `Your SQL sets ${TENANT_SETTING}, so a session in which it was never set cannot be tried. Only the application sets it.`,
  });
}

function contextFailed(sql: SqlError): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: `The tenant's context could not be set: ${sql.message}`,
    sql,
  });
}

function wrongRole(wanted: string, found: string | null | undefined): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: `A probe that was to run as ${wanted} ran as ${String(found)}.`,
  });
}
