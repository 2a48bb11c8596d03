import { dropStatement, relationName, type SqlOperator } from './operator.ts';
import { listOf, nodeOf, stringOf } from './parser.ts';
import { findWord } from './tokens.ts';

const OPERATORS: Readonly<Record<string, readonly [operator: string, word: string]>> = {
  AT_EnableRowSecurity: ['drop-enable', 'ENABLE'],
  AT_ForceRowSecurity: ['drop-force', 'FORCE'],
};

/** Leaves a table without row-level security, or its owner without being bound by it. */
export const rowSecurity: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    const { kind, fields } = statement.node;
    if (kind !== 'AlterTableStmt') continue;
    const commands = listOf(fields.cmds).map((entry) => stringOf(nodeOf(entry)?.fields.subtype));
    const { tokens } = statement;
    for (const [at, subtype] of commands.entries()) {
      const [operator, word] = OPERATORS[subtype] ?? [];
      if (operator === undefined || word === undefined) continue;
      const what = `drop ${word} ROW LEVEL SECURITY of ${relationName(fields.relation)}`;
      if (commands.length === 1) {
        yield { operator, what, edits: [dropStatement(parsed, statement)] };
        continue;
      }
      // `FORCE ROW LEVEL SECURITY` and the comma on one side of it.
      const first = findWord(tokens, [word]);
      const [from, to] = at === 0 ? [first, first + 4] : [first - 1, first + 3];
      const edit = { start: tokens[from]?.start ?? 0, end: tokens[to]?.end ?? 0, text: '' };
      yield { operator, what, edits: [edit] };
    }
  }
};
