import {
  quoteIdentifier,
  type OwnedRows,
  type RowChange,
  type StatementResult,
} from '../contract/index.ts';
import type { TablePlan, World } from './world.ts';

/** One row as the auditor read it: PostgreSQL's text by column. */
export type TruthRow = Readonly<Record<string, string | null>>;
/** The rows of one table, by their key. */
export type TableTruth = ReadonlyMap<string, TruthRow>;
/** The rows of all tables of a lesson, by the table's name. */
export type Truth = ReadonlyMap<string, TableTruth>;

/** The index of the tenant with this id, or null. */
export function ownerOfId(world: World, id: string | null | undefined): number | null {
  return world.tenants.find((tenant) => tenant.id === id)?.index ?? null;
}

/** A result as rows by key. */
function toTruth(table: TablePlan, result: StatementResult): TableTruth {
  const names = result.columns.map((column) => column.name);
  return new Map(
    result.rows.map((values) => {
      const row = Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));
      return [row[table.key] ?? '', row];
    }),
  );
}

/** Reads all rows of all tables, in the order of their keys: one statement for each table. */
export const truthSql = (tables: readonly TablePlan[]): string =>
  tables
    .map(({ name, key, columns }) => {
      const read = columns?.map(quoteIdentifier).join(', ') ?? '*';
      return `SELECT ${read} FROM ONLY public.${quoteIdentifier(name)} ORDER BY ${quoteIdentifier(key)}`;
    })
    .join('; ');

/** What {@link truthSql} answered, as rows by table and key. */
export const readTruth = (
  tables: readonly TablePlan[],
  statements: readonly StatementResult[],
): Truth =>
  new Map(
    tables.map((table, i) => {
      const answer = statements[i];
      return [table.name, answer ? toTruth(table, answer) : new Map()];
    }),
  );

/** What {@link truthSql} answered, as one text: most attempts change nothing, and this tells so. */
export const printOf = (statements: readonly StatementResult[]): string =>
  JSON.stringify(statements.map(({ columns, rows }) => [columns, rows]));

/**
 * Whose row this is. By its tenant column when it came back; else by any value in it that the
 * truth knows in a row of one tenant only: a key, a canary, a title.
 */
function ownerOfRow(
  world: World,
  tables: readonly TablePlan[],
  truth: Truth,
  row: TruthRow,
): number | null {
  for (const table of tables) {
    const owner = ownerOfId(world, row[table.tenant]);
    if (owner !== null) return owner;
  }
  for (const value of Object.values(row)) {
    if (value === null || value.length < 4) continue;
    const owners = new Set<number | null>();
    for (const table of tables) {
      for (const known of truth.get(table.name)?.values() ?? []) {
        if (Object.values(known).includes(value)) owners.add(ownerOfId(world, known[table.tenant]));
      }
    }
    const [only] = owners;
    if (owners.size === 1 && only !== undefined && only !== null) return only;
  }
  return null;
}

/** Whose texts stand inside the values of a row: a function may hand rows out as JSON, or joined. */
function ownersWithin(
  world: World,
  tables: readonly TablePlan[],
  truth: Truth,
  row: TruthRow,
): number[] {
  const values = Object.values(row).filter((value) => value !== null && value.length >= 12);
  const found = new Set<number>();
  for (const table of tables) {
    for (const known of truth.get(table.name)?.values() ?? []) {
      const text = known[table.text];
      const owner = ownerOfId(world, known[table.tenant]);
      if (!text || text.length < 12 || owner === null) continue;
      if (values.some((value) => value?.includes(text))) found.add(owner);
    }
  }
  return [...found];
}

/** Marks each row of a result with its owner; foreign is what does not belong to `reader`. */
export function markOwners(
  world: World,
  tables: readonly TablePlan[],
  truth: Truth,
  result: StatementResult,
  reader: number | null,
): OwnedRows {
  const columns = result.columns.map((column) => column.name);
  return {
    columns,
    total: result.rowCount ?? result.rows.length,
    rows: result.rows.map((values) => {
      const row = Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null]));
      const within = ownersWithin(world, tables, truth, row);
      const owner =
        within.find((index) => index !== reader) ??
        ownerOfRow(world, tables, truth, row) ??
        within[0] ??
        null;
      return { values: [...values], owner, foreign: owner !== null && owner !== reader };
    }),
  };
}

/** What changed between two truths, row by row. */
export function diffTruth(
  world: World,
  tables: readonly TablePlan[],
  before: Truth,
  after: Truth,
): RowChange[] {
  const changes: RowChange[] = [];
  for (const table of tables) {
    const old = before.get(table.name) ?? new Map<string, TruthRow>();
    const now = after.get(table.name) ?? new Map<string, TruthRow>();
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const [was, is] = [old.get(key), now.get(key)];
      if (was && is && JSON.stringify(was) === JSON.stringify(is)) continue;
      changes.push({
        table: table.name,
        kind: !was ? 'inserted' : !is ? 'deleted' : 'updated',
        key,
        ownerBefore: ownerOfId(world, was?.[table.tenant]),
        ownerAfter: ownerOfId(world, is?.[table.tenant]),
      });
    }
  }
  return changes;
}
