import { quoteIdentifier } from '../contract/index.ts';
import type { TablePlan } from './world.ts';

/**
 * Texts for a function that makes a statement of what it is given: whole statements, names of
 * tables and columns, and what turns the rest of a statement into another. A function that binds
 * its argument, or quotes it, finds nothing by them.
 * Source: PostgreSQL documentation, PL/pgSQL, "Executing Dynamic Commands".
 */
export const hostileTexts = (tables: readonly TablePlan[]): readonly string[] => [
  ...tables.flatMap(statementsOver),
  ...ALWAYS_TRUE,
];

function statementsOver({ name, text }: TablePlan): readonly string[] {
  // Qualified, since a function that pins its search_path finds no table of public by its name.
  const table = `public.${quoteIdentifier(name)}`;
  const open = `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`;
  return [
    `SELECT * FROM ${table}`,
    // One value, for a function that returns the first of one row only.
    `SELECT pg_catalog.json_agg(t) FROM ${table} t`,
    `UPDATE ${table} SET ${quoteIdentifier(text)} = 'overwritten' RETURNING *`,
    // Its answer is rows, so that EXECUTE … INTO takes it too.
    `${open}; SELECT pg_catalog.json_agg(t) FROM ${table} t`,
    open,
    name,
    table,
    // Ends the statement it stands in: within quotes, within quotes and parentheses, and bare.
    `'; ${open} --`,
    `'); ${open} --`,
    `1; ${open} --`,
    `1; SELECT * FROM ${table} --`,
    `; SELECT * FROM ${table} --`,
  ];
}

/**
 * Conditions that hold whatever stands before and after them, also where the tenant’s condition
 * comes later and on another line: AND binds tighter than OR.
 */
const ALWAYS_TRUE = [
  `' OR true OR 'a' = '`,
  `') OR true OR ('a' = '`,
  // A comment ends what the others would have to match, such as a second quote.
  `' OR true --`,
  '0 OR true OR 1 = 0',
  'true OR true OR false',
  'true) OR (true',
];
