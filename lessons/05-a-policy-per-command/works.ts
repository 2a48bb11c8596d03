import {
  broken,
  count,
  held,
  insertSql,
  reachedRows,
  seededRows,
  type Attempt,
  type Check,
  type Finding,
  type Lab,
  type TablePlan,
} from '#checks';
import { quoteIdentifier, quoteLiteral, type MatrixCommand, type Tenant } from '#contract';
import { causeOfBlock } from './cause.ts';
import { keyOf, nounOf } from './statements.ts';
import world from './world.ts';

/** A statement that the application sends for a tenant's own rows, and how many it must reach. */
interface OwnUse {
  readonly called: string;
  readonly sql: (lab: Lab, table: TablePlan, owner: Tenant) => string;
  readonly expected: (lab: Lab, table: TablePlan, owner: Tenant) => number;
  /** Counts the rows that matter, where not every row it reached does. */
  readonly reached?: (attempt: Attempt, table: TablePlan) => number;
  /** Names the way where the statement says more than the catalog. */
  readonly way?: string;
}

/** What a check of the legitimate use tries. */
interface Uses {
  readonly command: MatrixCommand;
  /** How a sentence tells it: "read", "inserted". */
  readonly verb: string;
  readonly tables: readonly TablePlan[];
  readonly uses: readonly OwnUse[];
}

const one = (): number => 1;

const whereOwnKey = (lab: Lab, table: TablePlan, owner: Tenant): string =>
  `WHERE ${quoteIdentifier(table.key)} = ${quoteLiteral(keyOf(lab, table, owner, 0))}`;

const setText = (table: TablePlan): string => `SET ${quoteIdentifier(table.text)} = 'edited'`;

/** The statements of app.sql, command by command. */
export const OWN_USES: Readonly<Record<MatrixCommand | 'UPSERT', readonly OwnUse[]>> = {
  SELECT: [
    {
      called: 'a SELECT',
      sql: (_lab, table) => `SELECT * FROM ${table.name}`,
      expected: seededRows,
    },
  ],
  INSERT: [
    {
      called: 'an INSERT … RETURNING',
      sql: (lab, table, owner) =>
        `${insertSql(table, table.row(lab.world.draw, owner))} RETURNING ${quoteIdentifier(table.key)}`,
      expected: one,
    },
    {
      called: 'an INSERT … RETURNING of its first row, after it had deleted all of its own',
      sql: (lab, table, owner) =>
        [
          ...world.tables.map(({ name }) => `DELETE FROM ${name}`),
          `${insertSql(table, table.row(lab.world.draw, owner))} RETURNING ${quoteIdentifier(table.key)}`,
        ].join('; '),
      expected: one,
      reached: ({ changes }, { name }) =>
        changes.filter(({ kind, table }) => kind === 'inserted' && table === name).length,
      way: 'first-row',
    },
  ],
  UPDATE: [
    {
      called: 'an UPDATE by id',
      sql: (lab, table, owner) =>
        `UPDATE ${table.name} ${setText(table)} ${whereOwnKey(lab, table, owner)} RETURNING *`,
      expected: one,
    },
    {
      called: 'an UPDATE without a WHERE',
      sql: (_lab, table) => `UPDATE ${table.name} ${setText(table)}`,
      expected: seededRows,
    },
    {
      called: 'a SELECT … FOR UPDATE',
      sql: (_lab, table) => `SELECT * FROM ${table.name} FOR UPDATE`,
      expected: seededRows,
    },
  ],
  DELETE: [
    {
      called: 'a DELETE by id',
      sql: (lab, table, owner) =>
        `DELETE FROM ${table.name} ${whereOwnKey(lab, table, owner)} RETURNING *`,
      expected: one,
    },
    {
      called: 'a DELETE without a WHERE',
      sql: (_lab, table) => `DELETE FROM ${table.name}`,
      expected: seededRows,
    },
  ],
  UPSERT: [
    {
      called: 'an INSERT … ON CONFLICT DO UPDATE',
      sql: (lab, table, owner) => {
        const row = {
          ...table.row(lab.world.draw, owner),
          [table.key]: keyOf(lab, table, owner, 0),
        };
        const text = quoteIdentifier(table.text);
        return `${insertSql(table, row)} ON CONFLICT (${quoteIdentifier(table.key)}) DO UPDATE SET ${text} = excluded.${text}`;
      },
      expected: one,
    },
  ],
};

/** A check that a tenant still reaches all its own rows. Any error is a failure: the tool breaks. */
export function works(about: Pick<Check, 'id' | 'title' | 'explanation'>, uses: Uses): Check {
  return { ...about, kind: 'works', run: (lab) => tryOwnUses(lab, uses) };
}

async function tryOwnUses(lab: Lab, { command, verb, tables, uses }: Uses): Promise<Finding> {
  const { tenants } = lab.world;
  // Reading is tried for every tenant; the rest for one, since the conditions are the same ones.
  const owners = command === 'SELECT' ? tenants : [lab.world.draw.pick(tenants)];
  let tries = 0;
  for (const table of tables) {
    for (const use of uses) {
      for (const owner of owners) {
        const attempt = await lab.attempt(lab.actor(owner), use.sql(lab, table, owner));
        tries++;
        const [reached, expected] = [
          use.reached?.(attempt, table) ?? reachedRows(attempt, table, owner),
          use.expected(lab, table, owner),
        ];
        if (!attempt.error && reached === expected) continue;
        const noun = nounOf(table);
        const why = attempt.error ? `: ${attempt.error.code}, ${attempt.error.message}` : '';
        const message = `${owner.name} ${verb} ${attempt.error ? 0 : reached} of ${count(expected, `own ${noun}`)} with ${use.called}${why}.`;
        const way = use.way ?? (await causeOfBlock(lab, table, command, attempt));
        return broken(message, way, [{ ...attempt.step, note: message }]);
      }
    }
  }
  return held(
    `${tries} statements over ${tables.length} tables reached every own row they should.`,
  );
}
