import {
  quoteIdentifier,
  quoteLiteral,
  type Matrix,
  type MatrixCell,
  type MatrixCommand,
  type MatrixContext,
  type Tenant,
} from '../contract/index.ts';
import type { Attempt } from './attempt.ts';
import type { Lab } from './lab.ts';
import type { TableTruth } from './ownership.ts';
import type { Row, TablePlan } from './world.ts';

const COMMANDS: readonly MatrixCommand[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const CONTEXTS: readonly MatrixContext[] = ['own', 'other', 'none'];

/** An INSERT of one row, as the application would send it. */
export function insertSql(table: TablePlan, row: Row): string {
  const columns = Object.keys(row);
  const values = columns.map((name) => {
    const value = row[name] ?? null;
    return quoteLiteral(value === null ? null : String(value));
  });
  return `INSERT INTO ${table.name} (${columns.map(quoteIdentifier).join(', ')}) VALUES (${values.join(', ')})`;
}

/**
 * The statement that tries a command on every row of a table. UPDATE and DELETE name no column,
 * so that no SELECT policy stands in for a missing one of their own.
 */
export function blindSql(
  lab: Lab,
  table: TablePlan,
  command: MatrixCommand,
  owner: Tenant,
): string {
  const name = table.name;
  switch (command) {
    case 'SELECT':
      return `SELECT * FROM ${name}`;
    case 'INSERT':
      return insertSql(table, table.row(lab.world.draw, owner));
    case 'UPDATE':
      return `UPDATE ${name} SET ${quoteIdentifier(table.text)} = 'overwritten'`;
    case 'DELETE':
      return `DELETE FROM ${name}`;
    default: {
      const unreachable: never = command;
      return unreachable;
    }
  }
}

/** How many rows of `owner` an attempt reached: read, made, changed or deleted. */
export function reachedRows(attempt: Attempt, table: TablePlan, owner: Tenant): number {
  const read = attempt.rows.rows.filter((row) => row.owner === owner.index).length;
  const changed = attempt.changes.filter(
    (change) =>
      change.table === table.name && (change.ownerBefore ?? change.ownerAfter) === owner.index,
  ).length;
  return Math.max(read, changed);
}

/** Counts, on the engine, what each context may do to each table's rows. */
export async function readMatrix(lab: Lab, tables: readonly TablePlan[]): Promise<Matrix> {
  const cells: MatrixCell[] = [];
  for (const table of tables) {
    for (const command of COMMANDS) {
      for (const context of CONTEXTS) cells.push(await readCell(lab, table, command, context));
    }
  }
  return { tables: tables.map((table) => table.name), cells };
}

async function readCell(
  lab: Lab,
  table: TablePlan,
  command: MatrixCommand,
  context: MatrixContext,
): Promise<MatrixCell> {
  const truth: TableTruth = (await lab.truth()).get(table.name) ?? new Map();
  const owned = (owner: Tenant): number =>
    command === 'INSERT'
      ? 1
      : [...truth.values()].filter((row) => row[table.tenant] === owner.id).length;
  let reached = 0;
  let total = 0;
  let shown: Attempt | undefined;
  const [firstTenant] = lab.world.tenants;
  for (const actor of context === 'none' ? [null] : lab.world.tenants) {
    // Reading or overwriting everything is one statement for all owners; an INSERT is one each.
    const owners = lab.world.tenants.filter(
      (owner) => actor === null || (owner === actor) === (context === 'own'),
    );
    const targets = command === 'INSERT' ? owners : [owners[0] ?? firstTenant];
    for (const target of targets) {
      const attempt = await lab.attempt(lab.actor(actor), blindSql(lab, table, command, target));
      const counted = command === 'INSERT' ? [target] : owners;
      const hits = counted.reduce((sum, owner) => sum + reachedRows(attempt, table, owner), 0);
      reached += hits;
      total += counted.reduce((sum, owner) => sum + owned(owner), 0);
      const better = context === 'own' ? attempt.error !== null : hits > 0;
      if (!shown || (better && !isShown(shown, context))) shown = attempt;
    }
  }
  if (!shown) throw new Error('A world has at least two tenants');
  return {
    table: table.name,
    command,
    context,
    reached,
    total,
    state: stateOf(context, reached, total),
    actor: shown.actor,
    sql: shown.sql,
    error: shown.error,
  };
}

/** The attempt worth showing: one that leaked, or one that was refused its own rows. */
function isShown(attempt: Attempt, context: MatrixContext): boolean {
  return context === 'own'
    ? attempt.error !== null
    : attempt.changes.length > 0 || attempt.rows.rows.some((row) => row.foreign);
}

function stateOf(context: MatrixContext, reached: number, total: number): MatrixCell['state'] {
  if (context === 'own') return reached === total ? 'allowed' : 'over-blocked';
  return reached > 0 ? 'leaked' : 'denied';
}
