import { quoteIdentifier, quoteLiteral } from '../contract/index.ts';
import { hostileTexts } from './hostile-texts.ts';
import type { Lab } from './lab.ts';
import type { TablePlan } from './world.ts';

/** Arguments of a type, as literals. */
export interface KnownValues {
  /** What the world has a use for, and NULL. */
  readonly plain: (type: string) => readonly string[];
  /** What an attacker sends where a function makes a statement of it; only a text has such. */
  readonly hostile: (type: string) => readonly string[];
  /** One that a function is likely to take: the first tenant's id, or the name of a column. */
  readonly likely: (type: string) => string;
}

const TEXT = /^(?:text|character|name|citext|any)/;

/** Arguments that a world's rows suggest for a function. */
export async function knownValues(lab: Lab, tables: readonly TablePlan[]): Promise<KnownValues> {
  const truth = await lab.truth();
  const ids = lab.world.tenants.map(({ id }) => id);
  const keys: string[] = [];
  const texts: string[] = [];
  for (const table of tables) {
    const rows = [...(truth.get(table.name)?.values() ?? [])];
    for (const id of ids) {
      const row = rows.find((candidate) => candidate[table.tenant] === id);
      if (row) keys.push(row[table.key] ?? '');
      if (row) texts.push(row[table.text] ?? '');
    }
  }
  const numbers = [...keys.filter((key) => /^-?\d+$/.test(key)), '1000', '0'];
  const uuids = [...ids, ...keys.filter((key) => /^[0-9a-f-]{36}$/.test(key))];
  // Column names, for a function that sorts or searches by the one it is told.
  const columns = [...new Set(tables.flatMap(({ key, tenant, text }) => [key, text, tenant]))];
  const plain = (type: string): readonly string[] => {
    if (type === 'uuid') return uuids;
    if (/^(?:smallint|integer|bigint|numeric|real|double precision)$/.test(type)) return numbers;
    if (TEXT.test(type)) return ['', '%', ...ids, ...texts, ...columns];
    if (type === 'boolean') return ['true', 'false'];
    if (/^jsonb?$/.test(type)) return ['{}', '[]', 'null'];
    if (/^(?:date|timestamp)/.test(type)) return ['2026-01-31', '-infinity', 'infinity'];
    if (type === 'interval') return ['-1000 years', '1000 years'];
    if (type === 'regclass') return tables.map(({ name }) => `public.${quoteIdentifier(name)}`);
    return [];
  };
  const hostile = hostileTexts(tables);
  const literals = (type: string): readonly string[] => {
    const cast = castOf(type);
    const all = plain(elementOf(cast));
    if (cast.endsWith('[]')) return [`ARRAY[${all.map(quoteLiteral).join(', ')}]::${cast}`];
    // An integer that is too large for a smallint is an error of ours, and no answer.
    const fitting = cast === 'smallint' ? all.filter((n) => Number(n) < 32_768) : all;
    return fitting.map((value) => `${quoteLiteral(value)}::${cast}`);
  };
  const [column] = tables.map(({ text }) => text);
  return {
    plain: (type) => [...literals(type), `NULL::${castOf(type)}`],
    likely: (type) =>
      TEXT.test(type) && !type.endsWith('[]') && column !== undefined
        ? `${quoteLiteral(column)}::${castOf(type)}`
        : (literals(type)[0] ?? `NULL::${castOf(type)}`),
    hostile: (type) => {
      const cast = castOf(type);
      if (!TEXT.test(elementOf(cast))) return [];
      return hostile.map((value) =>
        cast.endsWith('[]')
          ? `ARRAY[${quoteLiteral(value)}]::${cast}`
          : `${quoteLiteral(value)}::${cast}`,
      );
    },
  };
}

const castOf = (type: string): string => (type.startsWith('any') ? 'text' : type);
const elementOf = (cast: string): string => (cast.endsWith('[]') ? cast.slice(0, -2) : cast);
