import { quote } from '../mutation.ts';
import { labelOf, replace, type SqlOperator } from './operator.ts';
import { nodesOf, numberOf } from './parser.ts';
import { tokenAt } from './tokens.ts';

/** `true` becomes `false` and back: the third argument of set_config above all. */
export const booleans: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    for (const { kind, fields } of nodesOf(statement)) {
      if (kind !== 'A_Const' || !('boolval' in fields)) continue;
      const at = tokenAt(statement.tokens, numberOf(fields.location));
      const token = statement.tokens[at];
      if (token?.word !== 'TRUE' && token?.word !== 'FALSE') continue;
      // Of current_setting it is missing_ok, which settings.ts drops.
      if (/current_setting\([^()]*,\s*$/i.test(parsed.text.slice(0, token.start))) continue;
      const [from, to] = token.word === 'TRUE' ? ['true', 'false'] : ['false', 'true'];
      const before = quote(
        parsed.text.slice(Math.max(statement.start, token.start - 40), token.end),
      );
      yield {
        operator: `${from}-to-${to}`,
        what: `${to} for ${from} in ${before}${labelOf(statement)}`,
        edits: [replace(token, token, to)],
      };
    }
  }
};
