import {
  CONSOLE_ROWS,
  lineAndColumn,
  quoteIdentifier,
  quoteLiteral,
  LeakproofError,
  type ConsoleResult,
  type Database,
  type FileTexts,
  type Run,
  type RunResult,
} from '../contract/index.ts';
import type { LessonModule } from './lesson-module.ts';
import type { World } from './world.ts';

/**
 * Resets the database and runs the lesson's own part, which is the same for every world: it can be
 * done before anybody asks for one. Say so in the server's memory then.
 */
export async function setUp(database: Database, lesson: LessonModule): Promise<void> {
  await database.reset();
  const { error } = await database.superuser(lesson.setupSql);
  if (error) throw ownFault(`${lesson.slug}/setup.sql`, error.message);
}

/**
 * Makes a drawn world in a database: resets it, runs the lesson's set-up, seeds the rows as their
 * owner, runs the learner's scripts as that owner.
 * @param ahead the set-up was run already, in a database that was not used since
 * @param onProgress called between its steps: a large world takes a while
 * @returns what the scripts answered
 * @throws LeakproofError `sql-error`, `transaction-left-open`, `relation-missing`, `role-unusable`
 */
export async function makeWorld(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  world: World,
  ahead = false,
  onProgress: () => void = () => undefined,
): Promise<readonly ConsoleResult[]> {
  const { plan } = lesson;
  if (!ahead) await setUp(database, lesson);
  await database.confined(plan.owner, (run) => seedRows(run, lesson, world, onProgress));
  const results: ConsoleResult[] = [];
  for (const path of plan.scripts) {
    onProgress();
    results.push(
      ...(await database.confined(plan.owner, (run) => runScript(run, path, files[path] ?? ''))),
    );
  }
  onProgress();
  await requireTables(database, lesson);
  return results;
}

/**
 * Puts the drawn rows back in a world that was made, where nothing but rows can have changed: in a
 * tenth of the time that making it takes. The tables are as new, also in the order of their rows.
 * @param condition of the database when the world was made: {@link conditionOf}
 * @param files of the learner
 * @returns false where anything else has changed; then the world has to be made again
 */
export async function refillWorld(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  world: World,
  condition: string | null,
  onProgress: () => void,
): Promise<boolean> {
  if (condition === null) return false;
  const tables = lesson.plan.tables.map(({ name }) => `public.${quoteIdentifier(name)}`);
  const error = await database.confined(lesson.plan.owner, async (run) => {
    const result = await run(`TRUNCATE ${tables.join(', ')} RESTART IDENTITY`);
    if (!result.error) await seedRows(run, lesson, world, onProgress);
    return result.error;
  });
  return error === null && (await conditionOf(database, lesson, files)) === condition;
}

/** What {@link refillWorld} compares; null where a world is always made again. */
export async function conditionOf(
  database: Database,
  { plan }: LessonModule,
  files: FileTexts,
): Promise<string | null> {
  // What the learner's SQL makes of the rows is not drawn, and an owner may change anything.
  if (plan.scripts.length > 0 || plan.application(files) === plan.owner) return null;
  return database.condition(
    plan.tables.map(({ name }) => name),
    plan.owner,
  );
}

/** Rows of one INSERT: a statement has its deadline, however many rows there are. */
const BATCH = 500;

async function seedRows(
  run: Run,
  lesson: LessonModule,
  world: World,
  onProgress: () => void,
): Promise<void> {
  for (const table of lesson.plan.tables) {
    const rows = world.rows[table.name] ?? [];
    const [first] = rows;
    if (!first) continue;
    const columns = Object.keys(first);
    const values = rows.map(
      (row) => `(${columns.map((name) => literal(row[name] ?? null)).join(', ')})`,
    );
    const target = `public.${quoteIdentifier(table.name)} (${columns.map(quoteIdentifier).join(', ')})`;
    for (let from = 0; from < values.length; from += BATCH) {
      onProgress();
      const batch = values.slice(from, from + BATCH).join(', ');
      const result = await run(`INSERT INTO ${target} VALUES ${batch}`);
      if (result.error) throw ownFault(`${lesson.slug}/world.ts`, result.error.message);
    }
  }
}

const literal = (value: string | number | null): string =>
  quoteLiteral(value === null ? null : String(value));

/** Runs one of the learner's files. */
async function runScript(run: Run, path: string, sql: string): Promise<ConsoleResult[]> {
  if (sql.includes('\0')) {
    throw new LeakproofError({
      code: 'file-refused',
      message: `${path} holds a NUL character, which PostgreSQL's text cannot carry.`,
      file: path,
    });
  }
  const result = await run(sql, { maxRows: CONSOLE_ROWS });
  if (result.error) throw scriptFault(path, sql, result);
  if (result.transaction !== 'idle') {
    throw new LeakproofError({
      code: 'transaction-left-open',
      message: `${path} ends inside a transaction that was begun and never committed, so nothing it did is kept.`,
      file: path,
    });
  }
  return result.statements
    .filter((statement) => statement.columns.length > 0)
    .map((statement) => ({
      file: path,
      tag: statement.tag,
      columns: statement.columns.map((column) => column.name),
      rows: statement.rows.map((row) => row.map(shorten)),
      total: statement.rowCount,
    }));
}

/** One cell of the console is cut beyond this many characters. */
const CELL_CHARACTERS = 2_000;

const shorten = (value: string | null): string | null =>
  value !== null && value.length > CELL_CHARACTERS
    ? `${value.slice(0, CELL_CHARACTERS)}… (${value.length.toLocaleString('en')} characters)`
    : value;

function scriptFault(path: string, text: string, { error }: RunResult): LeakproofError {
  const sql = error ?? undefined;
  const at = sql?.position === undefined ? undefined : lineAndColumn(text, sql.position);
  const where = at ? `${path}, line ${at.line}` : path;
  return new LeakproofError({
    code: 'sql-error',
    message: `PostgreSQL refused ${where}: ${sql?.message ?? 'unknown error'}.`,
    file: path,
    ...(at ? { line: at.line, column: at.column } : {}),
    ...(sql ? { sql } : {}),
  });
}

/** Each table of the plan must still be an ordinary table with the columns the probes use. */
async function requireTables(database: Database, { plan }: LessonModule): Promise<void> {
  const wanted = plan.tables.flatMap(({ name, key, tenant, text }) =>
    [key, tenant, text].map((column) => `(${quoteLiteral(name)}, ${quoteLiteral(column)})`),
  );
  const found = await database.superuser(
    `SELECT wanted.name FROM (VALUES ${wanted.join(', ')}) AS wanted (name, attname)
     WHERE NOT EXISTS (
       SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'public'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p')
         AND c.relname = wanted.name AND a.attname = wanted.attname AND NOT a.attisdropped)`,
  );
  const missing = found.statements[0]?.rows[0]?.[0];
  if (missing === undefined) return;
  throw new LeakproofError({
    code: 'relation-missing',
    message: `After your SQL the table public.${String(missing)} is gone or has lost a column, so there is nothing left to check.`,
  });
}

function ownFault(file: string, message: string): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: `The lesson itself is broken: ${file}: ${message}`,
  });
}
