import { quote, type Change } from '../mutation.ts';
import { labelOf, replace, type SqlOperator } from './operator.ts';
import {
  listOf,
  namesOf,
  nodeOf,
  nodesOf,
  numberOf,
  record,
  stringOf,
  type Fields,
  type Statement,
  type TreeNode,
} from './parser.ts';
import { closing, findWord, tokenAt } from './tokens.ts';

/** What the tenant is read from: another setting, missing_ok, NULLIF. */
export const settings: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    for (const node of nodesOf(statement)) {
      const name = namesOf(node.fields.funcname).at(-1) ?? '';
      if (name === 'current_setting' || name === 'set_config') yield* wrongSetting(statement, node);
      if (name === 'current_setting') yield* missingOk(statement, node);
      if (node.kind === 'A_Expr' && node.fields.kind === 'AEXPR_NULLIF') {
        yield* withoutNullif(parsed.text, statement, node);
      }
    }
  }
};

const constantOf = (arg: unknown): Fields | null => {
  const node = nodeOf(arg);
  return node?.kind === 'A_Const' ? node.fields : null;
};

function* wrongSetting(statement: Statement, { fields }: TreeNode): Generator<Change> {
  const { tokens } = statement;
  const constant = constantOf(listOf(fields.args)[0]);
  const name = stringOf(record(constant?.sval).sval);
  const token = tokens[tokenAt(tokens, numberOf(constant?.location))];
  if (!token?.text.startsWith("'") || !/^\w+\.\w+$/.test(name)) return;
  const [prefix = 'app'] = name.split('.');
  const other = `${prefix}.${name.endsWith('.user_id') ? 'account_id' : 'user_id'}`;
  yield {
    operator: 'wrong-setting',
    what: `${other} instead of ${name}${labelOf(statement)}`,
    edits: [replace(token, token, `'${other}'`)],
  };
}

function* missingOk(statement: Statement, { fields }: TreeNode): Generator<Change> {
  const { tokens } = statement;
  const args = listOf(fields.args);
  const name = tokenAt(tokens, numberOf(fields.location));
  const open = findWord(tokens, ['('], name);
  const close = open < 0 ? -1 : closing(tokens, open);
  const end = tokens[close];
  if (!end || name < 0) return;
  const operator = 'missing-ok';
  if (args.length === 1) {
    const edits = [{ start: end.start, end: end.start, text: ', true' }];
    yield { operator, what: `add missing_ok to current_setting${labelOf(statement)}`, edits };
    return;
  }
  const comma = findWord(tokens, [','], open + 1);
  const edits = [replace(tokens[comma], tokens[close - 1], '')];
  yield { operator, what: `drop missing_ok of current_setting${labelOf(statement)}`, edits };
}

function* withoutNullif(
  text: string,
  statement: Statement,
  { fields }: TreeNode,
): Generator<Change> {
  const { tokens } = statement;
  const name = tokenAt(tokens, numberOf(fields.location));
  const close = closing(tokens, name + 1);
  const comma = findWord(tokens, [','], name + 2);
  const [from, to] = [tokens[name], tokens[close]];
  if (from?.word !== 'NULLIF' || !to || comma < 0) return;
  yield {
    operator: 'drop-nullif',
    what: `drop the NULLIF in ${quote(text.slice(from.start, to.end))}${labelOf(statement)}`,
    edits: [replace(from, from, ''), replace(tokens[comma], tokens[close - 1], '')],
  };
}
