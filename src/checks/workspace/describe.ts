import type { Run, SqlError, WorkspaceResult } from '../../contract/index.ts';
import {
  ACCESS,
  FUNCTIONS,
  relation,
  relationSql,
  RELATIONS,
  ROLES,
  SCHEMAS,
  type Section,
} from './describe-sql.ts';
import { resultsOf } from './run-text.ts';

/** What a backslash command came to. */
export interface Description {
  readonly results: readonly WorkspaceResult[];
  readonly error: SqlError | null;
}

/** Commands that take no name, with what they show. */
const COMMANDS: ReadonlyMap<
  string,
  { readonly shows: string; readonly sections: readonly Section[] }
> = new Map([
  ['\\d', { shows: 'tables, views, sequences', sections: RELATIONS }],
  ['\\dt', { shows: 'the same as \\d', sections: RELATIONS }],
  ['\\dp', { shows: 'privileges on tables, and their policies', sections: ACCESS }],
  ['\\z', { shows: 'the same as \\dp', sections: ACCESS }],
  ['\\du', { shows: 'roles', sections: ROLES }],
  ['\\dn', { shows: 'schemas', sections: SCHEMAS }],
  ['\\df', { shows: 'functions', sections: FUNCTIONS }],
]);

/** Parts of a relation that are told only where it has some; the others are told of also when empty. */
const OPTIONAL = new Set(['Indexes', 'Constraints', 'Triggers', 'Definition']);

/** Whether a text is of commands and not of SQL. */
export const isCommand = (text: string): boolean => text.trimStart().startsWith('\\');

/**
 * Answers commands as psql has them, one a line, from the catalog.
 * @param run as superuser, in a clean session
 */
export async function describe(run: Run, text: string): Promise<Description> {
  const results: WorkspaceResult[] = [];
  for (const line of text.split('\n').map((each) => each.trim().replace(/;$/, ''))) {
    if (line === '') continue;
    const answer = await one(run, line);
    results.push(...answer.results);
    if (answer.error) return { results, error: answer.error };
  }
  return { results, error: null };
}

async function one(run: Run, line: string): Promise<Description> {
  const [, command = '', name = ''] = /^(\\[a-z?]+)\+?\s*(.*)$/s.exec(line) ?? [];
  if (command === '\\?') return { results: [HELP], error: null };
  if ((command === '\\d' || command === '\\dt') && name !== '') return ofRelation(run, name);
  const known = COMMANDS.get(command);
  if (known && name === '') return tell(run, known.sections);
  if (known) return note(`${command} takes no name here; \\d does, as in \\d ${name}.`);
  return note(
    line.startsWith('\\')
      ? `There is no ${line.split(/\s/)[0] ?? ''} here. There are ${NAMES}.`
      : 'A command that begins with a backslash stands alone: SQL is run without one.',
  );
}

async function ofRelation(run: Run, name: string): Promise<Description> {
  const { statements, error } = await run(relationSql(name));
  if (error) return { results: [], error };
  const [oid, kind, full, owner, relkind, security] = statements[0]?.rows[0] ?? [];
  if (typeof oid !== 'string') return note(`There is no table, view or sequence ${name}.`);
  const isTable = relkind === 'r' || relkind === 'p';
  const rules = isTable ? ` Row-level security is ${security ?? 'off'}.` : '';
  const head = {
    kind: 'note',
    text: `The ${kind ?? ''} ${full ?? ''} of ${owner ?? ''}.${rules}`,
  } as const;
  const told = await tell(run, relation(oid));
  return {
    error: told.error,
    results: [
      head,
      ...told.results.filter((part) => part.kind !== 'rows' || isTold(part, isTable)),
    ],
  };
}

const isTold = (
  { tag, total }: { readonly tag: string; readonly total: number },
  isTable: boolean,
): boolean => total > 0 || (isTable && !OPTIONAL.has(tag));

/** All sections in one text, so that they are of one moment. */
async function tell(run: Run, sections: readonly Section[]): Promise<Description> {
  const { statements, error } = await run(sections.map(({ sql }) => sql).join('; '));
  const results = await resultsOf(run, statements);
  return {
    error,
    results: results.map((result, at) =>
      result.kind === 'rows'
        ? { ...result, tag: sections[at]?.title ?? result.tag, described: true }
        : result,
    ),
  };
}

const note = (text: string): Description => ({ results: [{ kind: 'note', text }], error: null });

const NAMES = `${[...COMMANDS.keys()].map((name) => (name === '\\d' ? '\\d, \\d name' : name)).join(', ')} and \\?`;

/** `\?` */
const HELP: WorkspaceResult = {
  kind: 'rows',
  tag: 'Commands',
  described: true,
  columns: [
    { name: 'command', type: 'text' },
    { name: 'shows', type: 'text' },
  ],
  rows: [
    ['\\d name', 'a table: columns, policies, privileges, indexes, constraints'],
    ...[...COMMANDS].map(([name, { shows }]) => [name, shows]),
    ['EXPLAIN (FORMAT JSON) …', 'a plan as a tree, with the conditions that policies add'],
  ],
  total: COMMANDS.size + 2,
};
