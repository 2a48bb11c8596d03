import { quote, type Change } from '../mutation.ts';
import { labelOf, type SqlOperator } from './operator.ts';
import {
  listOf,
  namesOf,
  nodesOf,
  numberOf,
  startOf,
  type Parsed,
  type Statement,
  type TreeNode,
} from './parser.ts';
import { closing, expressionEnd, findWord, tokenAt } from './tokens.ts';

/** Other comparisons: what was one tenant's becomes the others', or a range. */
export const comparisons: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    for (const { kind, fields } of nodesOf(statement)) {
      if (kind !== 'A_Expr' || fields.kind !== 'AEXPR_OP') continue;
      if (namesOf(fields.name).join() !== '=') continue;
      const at = tokenAt(statement.tokens, numberOf(fields.location));
      const token = statement.tokens[at];
      if (token?.text !== '=') continue;
      const around = quote(comparison(parsed, statement, at, startOf(fields.lexpr)));
      for (const [operator, text] of [
        ['not-equal', '<>'],
        ['greater-or-equal', '>='],
      ] as const) {
        yield {
          operator,
          what: `${text} for = in ${around}${labelOf(statement)}`,
          edits: [{ start: token.start, end: token.end, text }],
        };
      }
    }
  }
};

/** The source of a comparison, whose operator is the token at index `at`. */
function comparison({ text }: Parsed, { tokens }: Statement, at: number, left: number): string {
  const end = expressionEnd(tokens, at + 1);
  const and = findWord(tokens, ['AND'], at + 1);
  const last = tokens[(and > at && and < end ? and : end) - 1];
  return text.slice(Math.min(left, tokens[at]?.start ?? 0), last?.end);
}

/** One arm of an AND, by the indices of its first token and of the one after its last. */
interface Arm {
  readonly from: number;
  readonly to: number;
}

/** An AND, and each of its arms: OR in its place, or one arm that no longer counts. */
export const conjunctions: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    for (const node of nodesOf(statement)) {
      if (node.kind !== 'BoolExpr' || node.fields.boolop !== 'AND_EXPR') continue;
      const arms = armsOf(statement, node);
      for (const [index, arm] of arms.entries()) {
        yield dropArm(parsed, statement, arms, index);
        if (index === 0) continue;
        const and = statement.tokens[arm.from - 1];
        if (and?.word !== 'AND') continue;
        yield {
          operator: 'or-for-and',
          what: `OR for AND before ${quote(sourceOf(parsed, statement, arm))}${labelOf(statement)}`,
          edits: [{ start: and.start, end: and.end, text: 'OR' }],
        };
      }
    }
  }
};

function armsOf({ tokens }: Statement, { fields }: TreeNode): readonly Arm[] {
  const offsets = listOf(fields.args).map(startOf);
  const starts = offsets.map((offset, index) =>
    withParentheses(tokens, offset, index === 0 ? (offsets[1] ?? 0) : Infinity),
  );
  if (starts.some((start) => start < 0)) return [];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    return { from, to: next === undefined ? expressionEnd(tokens, from) : next - 1 };
  });
}

/**
 * The index where an arm begins, with the parentheses around it.
 * @param before the offset before which they are closed: the first arm may be the first thing in
 *   parentheses that are around the whole
 */
function withParentheses(tokens: Statement['tokens'], offset: number, before: number): number {
  let at = tokenAt(tokens, offset);
  while (at > 0 && tokens[at - 1]?.text === '(') {
    const close = tokens[closing(tokens, at - 1)];
    if (!close || close.start > before) break;
    at--;
  }
  return at;
}

const sourceOf = ({ text }: Parsed, { tokens }: Statement, { from, to }: Arm): string =>
  text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);

/**
 * A predicate that holds a parameter stays in the text and counts for nothing: without it the
 * server would refuse the statement for its parameters, which is another mistake.
 */
function dropArm(parsed: Parsed, at: Statement, arms: readonly Arm[], index: number): Change {
  const arm = arms[index] ?? { from: 0, to: 0 };
  const source = sourceOf(parsed, at, arm);
  const change = {
    operator: 'drop-predicate',
    what: `drop the predicate ${quote(source)}${labelOf(at)}`,
  };
  const start = at.tokens[arm.from]?.start ?? 0;
  const end = at.tokens[arm.to - 1]?.end ?? 0;
  if (hasParameter(source)) return { ...change, edits: neutral(start, end) };
  const next = arms[index + 1];
  const edit =
    next === undefined
      ? { start: at.tokens[arm.from - 2]?.end ?? start, end, text: '' }
      : { start, end: at.tokens[next.from]?.start ?? end, text: '' };
  return { ...change, edits: [edit] };
}

/** The whole of a WHERE that is no AND. */
export const conditions: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    for (const { fields } of nodesOf(statement)) {
      const clause = fields.whereClause;
      if (clause === undefined || isConjunction(clause)) continue;
      const { tokens } = statement;
      let from = tokenAt(tokens, startOf(clause));
      while (from > 0 && tokens[from - 1]?.word !== 'WHERE') from--;
      const to = expressionEnd(tokens, from);
      const [start, end] = [tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0];
      const source = parsed.text.slice(start, end);
      yield {
        operator: 'drop-predicate',
        what: `drop the predicate ${quote(source)}${labelOf(statement)}`,
        edits: hasParameter(source)
          ? neutral(start, end)
          : [{ start: tokens[from - 1]?.start ?? 0, end, text: '' }],
      };
    }
  }
};

const isConjunction = (clause: unknown): boolean =>
  JSON.stringify(clause).startsWith('{"BoolExpr":{"boolop":"AND_EXPR"');

/** A parameter, or what the program puts in between. */
const hasParameter = (source: string): boolean => /\$\d|__h\d/.test(source);

const neutral = (start: number, end: number): Change['edits'] => [
  { start, end: start, text: '(' },
  { start: end, end, text: ' OR true)' },
];
