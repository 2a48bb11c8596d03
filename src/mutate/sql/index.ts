import { applyEdits, type Change, type Edit } from '../mutation.ts';
import { booleans } from './booleans.ts';
import { comparisons, conditions, conjunctions } from './expressions.ts';
import { grants } from './grants.ts';
import type { SqlOperator } from './operator.ts';
import { meaning } from './parser.ts';
import { policies } from './policies.ts';
import { rowSecurity } from './row-security.ts';
import { settings } from './settings.ts';
import { sqlSourcesOf, type SqlSource } from './sources.ts';

export { loadParser } from './parser.ts';
export { sqlSource, type SqlSource } from './sources.ts';

const OPERATORS: readonly SqlOperator[] = [
  policies,
  rowSecurity,
  grants,
  comparisons,
  conjunctions,
  conditions,
  settings,
  booleans,
];

/** Every change of a SQL file, in offsets of the file. */
export const sqlChanges = (text: string): readonly Change[] =>
  sqlSourcesOf(text).flatMap((source) => changesIn(source));

/** The changes of one piece of SQL that PostgreSQL still takes, and that say something else. */
export function changesIn(source: SqlSource): readonly Change[] {
  const { parsed, toFile, parseAgain } = source;
  const before = meaning(parsed);
  const changes: Change[] = [];
  for (const operator of OPERATORS) {
    for (const change of operator(parsed)) {
      const again = parseAgain(applyEdits(parsed.text, change.edits));
      if (!again || meaning(again) === before) continue;
      const edits = change.edits.flatMap((edit) => inFile(edit, toFile));
      if (edits.length === change.edits.length) changes.push({ ...change, edits });
    }
  }
  return changes;
}

function inFile({ start, end, text }: Edit, toFile: SqlSource['toFile']): Edit[] {
  const [from, to] = [toFile(start), toFile(end)];
  return from === null || to === null ? [] : [{ start: from, end: to, text }];
}
