import type { Change, Edit } from '../mutation.ts';
import { stringOf, type Fields, type Parsed, type Statement, type Token } from './parser.ts';

/** Proposes changes of one family; offsets are of the parsed text. */
export type SqlOperator = (parsed: Parsed) => Iterable<Change>;

/** What stands from one token to another, both included. */
export const replace = (from: Token | undefined, to: Token | undefined, text: string): Edit => ({
  start: from?.start ?? 0,
  end: to?.end ?? 0,
  text,
});

/** Takes a statement away with its semicolon; a line that is then empty stays. */
export function dropStatement({ text }: Parsed, statement: Statement): Edit {
  const rest = /^\s*;/.exec(text.slice(statement.end));
  return { start: statement.start, end: statement.end + (rest?.[0].length ?? 0), text: '' };
}

/** `documents`, as a statement names its table. */
export const relationName = (relation: unknown): string =>
  stringOf((relation as Fields | undefined)?.relname);

/** Where a change lies, for its name: ` of documents_select on documents`, or nothing. */
export function labelOf({ node: { kind, fields } }: Statement): string {
  if (kind !== 'CreatePolicyStmt' && kind !== 'AlterPolicyStmt') return '';
  return ` of ${stringOf(fields.policy_name)} on ${relationName(fields.table)}`;
}
