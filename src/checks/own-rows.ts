import { OWN_ROWS, type OwnRows, type TranscriptStep } from '../contract/index.ts';
import { ownerOfId } from './ownership.ts';
import type { Row, TablePlan, Value, World } from './world.ts';

/**
 * What the tenants that act in a transcript owned when the world began, so that it can be shown
 * beside what they got. Read off the drawing, which nothing that was handed in can change.
 * @returns by tenant, then in the order of the plan's tables
 */
export function ownRows(
  world: World,
  tables: readonly TablePlan[],
  transcript: readonly TranscriptStep[],
): OwnRows[] {
  const acting = new Set(transcript.flatMap(({ actor }) => actor.tenant?.index ?? []));
  return [...acting].sort().flatMap((tenant) =>
    tables.map((table) => {
      const rows = (world.rows[table.name] ?? []).filter(
        (row) => ownerOfId(world, textOf(row[table.tenant])) === tenant,
      );
      const columns = columnsOf(table, world.rows[table.name] ?? []);
      return {
        tenant,
        table: table.name,
        columns: [...columns],
        rows: rows
          .slice(0, OWN_ROWS)
          .map((row) => columns.map((column) => textOf(row[column] ?? null))),
        total: rows.length,
      };
    }),
  );
}

/** Those that the truth is read from, as far as they are drawn. */
function columnsOf({ columns }: TablePlan, [first = {}]: readonly Row[]): readonly string[] {
  const drawn = Object.keys(first);
  return columns ? columns.filter((column) => drawn.includes(column)) : drawn;
}

const textOf = (value: Value | undefined): string | null =>
  value === undefined || value === null ? null : String(value);
