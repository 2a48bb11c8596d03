import { quoteLiteral } from '../contract/index.ts';
import type { Attempt } from './attempt.ts';
import type { Lab } from './lab.ts';
import { markOwners } from './ownership.ts';
import type { TablePlan } from './world.ts';

/** What the world's rows hold that a statement names as an argument: the caller knew it before. */
export async function givenIn(
  lab: Lab,
  tables: readonly TablePlan[],
  sql: string,
): Promise<readonly string[]> {
  const known = new Set<string>();
  const truth = await lab.truth();
  for (const table of tables) {
    for (const row of truth.get(table.name)?.values() ?? []) {
      for (const column of [table.key, table.tenant, table.text]) {
        const value = row[column];
        if (value && sql.includes(quoteLiteral(value))) known.add(value);
      }
    }
  }
  return [...known];
}

/**
 * Whether a call only hands back what it was given: it does so with made-up values as well, where a
 * function that looks something up finds nothing.
 * @param exactly nothing else may be told either, such as a count beside the name it was asked for.
 *   What is made of an argument, or of a sequence, is another for each value, made up or not; what
 *   is the same for two made-up values, and another for this one, was looked up.
 * @param run tries a statement as the same actor
 */
export async function isEcho(
  given: readonly string[],
  sql: string,
  exactly: boolean,
  run: (sql: string) => Promise<Attempt>,
): Promise<boolean> {
  if (given.length === 0) return false;
  const withMadeUp = async (turn: number): Promise<readonly Values[]> =>
    valuesOf(
      await run(
        given.reduce(
          (text, value) =>
            text.replaceAll(quoteLiteral(value), quoteLiteral(madeUpLike(value, turn))),
          sql,
        ),
      ),
    );
  const one = await withMadeUp(5);
  const comesBack = one
    .flat()
    .some((value) => given.some((each) => value?.includes(madeUpLike(each, 5))));
  if (!comesBack || !exactly) return comesBack;
  const other = await withMadeUp(9);
  const told = valuesOf(await run(sql));
  if (one.length === other.length && one.length !== told.length) return false;
  return told.every((values, at) =>
    values.every((value, column) => {
      const nothing = one[at]?.[column];
      return nothing !== other[at]?.[column] || nothing === value;
    }),
  );
}

type Values = readonly (string | null)[];

const valuesOf = ({ rows }: Attempt): readonly Values[] => rows.rows.map(({ values }) => values);

/** A value of the same shape, so that a check of it lets it pass, which no row holds. */
function madeUpLike(value: string, turn: number): string {
  if (/^-?\d+$/.test(value)) {
    const step = BigInt(turn) * 98_765n;
    return String(BigInt(value) + (BigInt(value) > 1_000_000_000n ? -step : step));
  }
  const isUuid = /^[0-9a-f-]{36}$/.test(value);
  const letters = isUuid ? '0123456789abcdef' : 'abcdefghijklmnopqrstuvwxyz';
  return [...value]
    .map((letter) => {
      const at = letters.indexOf(letter.toLowerCase());
      if (at === -1) return letter;
      const other = letters.charAt((at + turn) % letters.length);
      return letters[at] === letter ? other : other.toUpperCase();
    })
    .join('');
}

/** Whose rows came back, by what the caller did not know before. */
export async function ownersBeyond(
  lab: Lab,
  tables: readonly TablePlan[],
  { actor, rows }: Attempt,
  given: readonly string[],
): Promise<readonly (number | null)[]> {
  // A short one, such as a key, may stand by chance in what is somebody's text.
  const long = given.filter(({ length }) => length >= 12);
  const without = (value: string | null): string | null =>
    value === null || given.includes(value)
      ? null
      : long.reduce((rest, each) => rest.replaceAll(each, ''), value);
  const result = {
    tag: '',
    rowCount: rows.total,
    columns: rows.columns.map((name) => ({ name, type: 0 })),
    rows: rows.rows.map(({ values }) => values.map(without)),
  };
  const reader = actor.tenant?.index ?? null;
  const truth = await lab.truth();
  return markOwners(lab.world, tables, truth, result, reader).rows.map(({ owner }) => owner);
}
