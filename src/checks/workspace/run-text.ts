import {
  lineAndColumn,
  quoteLiteral,
  shortened,
  WORKSPACE_CHARACTERS,
  WORKSPACE_RESULTS,
  WORKSPACE_ROWS,
  type Column,
  type Database,
  type Run,
  type SqlError,
  type StatementResult,
  type WorkspaceAnswer,
  type WorkspaceResult,
} from '../../contract/index.ts';
import { TENANT_SETTING } from '../attempt.ts';
import { readPlan } from './read-plan.ts';

/** An answer, but for what is read of the world afterwards. */
export type Ran = Omit<WorkspaceAnswer, 'catalog' | 'ms'>;

/**
 * Sends a text as a role, in a session of its own, and reads back who that was.
 * @param tenant what the setting is set to before; null leaves it alone
 * @throws LeakproofError `database-died`, and `role-unusable` for a role that is not there
 */
export async function runText(
  database: Database,
  role: string,
  tenant: string | null,
  sql: string,
): Promise<Ran> {
  const ran = await database.unguarded(role, async (run) => {
    const who = await run(contextSql(tenant));
    return { who, result: await run(sql, { maxRows: WORKSPACE_ROWS }) };
  });
  const { who, result } = ran;
  const [user, setting] = who.statements.at(-1)?.rows[0] ?? [];
  return {
    user: user ?? role,
    setting: setting ?? null,
    results: await resultsOf(database.superuser, result.statements.slice(0, WORKSPACE_RESULTS)),
    unlisted: Math.max(0, result.statements.length - WORKSPACE_RESULTS),
    notices: result.notices.slice(0, WORKSPACE_RESULTS),
    // The session's own words where it could not even be begun.
    error: placed(who.error ?? result.error, sql),
    leftOpen: result.transaction !== 'idle',
  };
}

/** For the session, so that it outlives a ROLLBACK of the text. */
function contextSql(tenant: string | null): string {
  const read = `SELECT current_user, pg_catalog.current_setting('${TENANT_SETTING}', true)`;
  if (tenant === null) return read;
  return `SELECT pg_catalog.set_config('${TENANT_SETTING}', ${quoteLiteral(tenant)}, false); ${read}`;
}

function placed(error: SqlError | null, sql: string): WorkspaceAnswer['error'] {
  if (error?.position === undefined) return error;
  return { ...error, ...lineAndColumn(sql, error.position) };
}

/** As they are shown, with the names of their types. @param run as superuser, in a clean session */
export async function resultsOf(
  run: Run,
  statements: readonly StatementResult[],
): Promise<WorkspaceResult[]> {
  const types = await typeNames(run, statements);
  return statements.map((each) => resultOf(each, types));
}

function resultOf(
  { tag, columns, rows, rowCount }: StatementResult,
  types: ReadonlyMap<number, string>,
): WorkspaceResult {
  if (columns.length === 0 && rows.length === 0) return { kind: 'done', tag };
  const root = isPlan(columns) ? readPlan(rows[0]?.[0] ?? null) : null;
  if (root !== null) return { kind: 'plan', tag, root };
  return {
    kind: 'rows',
    tag,
    columns: columns.map(({ name, type }) => ({ name, type: types.get(type) ?? String(type) })),
    rows: rows.map((row) => row.map(cellOf)),
    total: rowCount ?? rows.length,
  };
}

const cellOf = (value: string | null): string | null =>
  value === null ? null : shortened(value, WORKSPACE_CHARACTERS);

/** The OID of `json`. Source: PostgreSQL, pg_type.dat. */
const JSON_TYPE = 114;

const isPlan = ([column, ...others]: readonly Column[]): boolean =>
  others.length === 0 && column?.name === 'QUERY PLAN' && column.type === JSON_TYPE;

/** The names of the results' types, as SQL writes them. A type that is gone again has none. */
async function typeNames(
  run: Run,
  statements: readonly Pick<StatementResult, 'columns'>[],
): Promise<ReadonlyMap<number, string>> {
  const oids = new Set(statements.flatMap(({ columns }) => columns.map(({ type }) => type)));
  if (oids.size === 0) return new Map();
  const { statements: answers } = await run(
    `SELECT oid, pg_catalog.format_type(oid, NULL) FROM pg_catalog.pg_type
     WHERE oid IN (${[...oids].join(', ')})`,
  );
  return new Map((answers[0]?.rows ?? []).map(([oid, name]) => [Number(oid), name ?? '']));
}
