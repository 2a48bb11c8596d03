import type { Change } from '../mutation.ts';
import { dropStatement, relationName, replace, type SqlOperator } from './operator.ts';
import { numberOf, record, stringOf, type Parsed, type Statement, type Token } from './parser.ts';
import { closing, findWord, tokenAt } from './tokens.ts';

/** Breaks policies: drops them or a clause of theirs, opens a clause, or turns what joins them. */
export const policies: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    const { kind, fields } = statement.node;
    if (kind !== 'CreatePolicyStmt' && kind !== 'AlterPolicyStmt') continue;
    const name = `${stringOf(fields.policy_name)} on ${relationName(fields.table)}`;
    const verb = kind === 'CreatePolicyStmt' ? 'policy' : 'ALTER POLICY';
    yield {
      operator: 'drop-policy',
      what: `drop the ${verb} ${name}`,
      edits: [dropStatement(parsed, statement)],
    };
    yield* clauses(parsed, statement, name);
    yield* wider(statement, name);
    if (kind === 'CreatePolicyStmt') yield* combination(statement, name);
  }
};

function* clauses({ text }: Parsed, { tokens }: Statement, name: string): Generator<Change> {
  const kinds = [
    { clause: 'USING', id: 'using', at: findWord(tokens, ['USING']), words: 1 },
    { clause: 'WITH CHECK', id: 'with-check', at: findWord(tokens, ['WITH']), words: 2 },
  ];
  for (const { clause, id, at, words } of kinds) {
    const open = at + words;
    const close = at < 0 ? -1 : closing(tokens, open);
    if (close < 0) continue;
    yield {
      operator: `drop-${id}`,
      what: `drop the ${clause} of ${name}`,
      edits: [replace(tokens[at], tokens[close], '')],
    };
    const inside = { start: tokens[open]?.end ?? 0, end: tokens[close]?.start ?? 0 };
    if (text.slice(inside.start, inside.end).trim().toLowerCase() === 'true') continue;
    yield {
      operator: `${id}-true`,
      what: `${clause} (true) for ${name}`,
      edits: [{ ...inside, text: 'true' }],
    };
  }
}

/** More roles, or more commands, than the policy is for. */
function* wider({ tokens }: Statement, name: string): Generator<Change> {
  const command = findWord(tokens, ['FOR']);
  const what = tokens[command + 1];
  if (command >= 0 && what && what.word !== 'ALL') {
    yield {
      operator: 'wider-commands',
      what: `FOR ALL instead of FOR ${what.word} in ${name}`,
      edits: [replace(what, what, 'ALL')],
    };
  }
  const to = findWord(tokens, ['TO']);
  if (to < 0 || tokens[to - 1]?.word === 'RENAME') return;
  const after = findWord(tokens, ['USING', 'WITH'], to);
  const roles = tokens.slice(to + 1, after < 0 ? tokens.length : after);
  if (roles.some((role) => role.word === 'PUBLIC')) return;
  yield {
    operator: 'to-public',
    what: `TO PUBLIC instead of TO ${roles.map((role) => role.text).join(' ')} in ${name}`,
    edits: [replace(roles[0], roles.at(-1), 'PUBLIC')],
  };
}

function* combination({ tokens, node }: Statement, name: string): Generator<Change> {
  const as = findWord(tokens, ['AS']);
  const kind = as < 0 ? undefined : tokens[as + 1];
  const restrictive = kind?.word === 'RESTRICTIVE';
  const what = `make ${name} ${restrictive ? 'permissive' : 'restrictive'}`;
  const operator = restrictive ? 'permissive-for-restrictive' : 'restrictive-for-permissive';
  if (kind) {
    const text = restrictive ? 'PERMISSIVE' : 'RESTRICTIVE';
    yield { operator, what, edits: [replace(kind, kind, text)] };
    return;
  }
  const table = endOfName(tokens, numberOf(record(node.fields.table).location));
  if (!table) return;
  yield { operator, what, edits: [{ start: table.end, end: table.end, text: ' AS RESTRICTIVE' }] };
}

/** The last token of a name that may be qualified by a schema. */
function endOfName(tokens: readonly Token[], offset: number): Token | undefined {
  let at = tokenAt(tokens, offset);
  while (tokens[at + 1]?.text === '.') at += 2;
  return tokens[at];
}
