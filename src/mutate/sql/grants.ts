import { quote, type Change } from '../mutation.ts';
import { dropStatement, replace, type SqlOperator } from './operator.ts';
import { record, type Statement } from './parser.ts';
import { findWord } from './tokens.ts';

/** Takes REVOKEs away, and grants more than was meant, or to everybody. */
export const grants: SqlOperator = function* (parsed) {
  for (const statement of parsed.statements) {
    const { kind, fields } = statement.node;
    const inner = kind === 'AlterDefaultPrivilegesStmt' ? record(fields.action) : fields;
    if (!/^(?:GrantStmt|GrantRoleStmt|AlterDefaultPrivilegesStmt)$/.test(kind)) continue;
    const text = quote(parsed.text.slice(statement.start, statement.end));
    if (inner.is_grant === true) yield* widerGrant(statement, text, kind !== 'GrantRoleStmt');
    else {
      const edits = [dropStatement(parsed, statement)];
      yield { operator: 'drop-revoke', what: `drop ${text}`, edits };
    }
  }
};

function* widerGrant({ tokens }: Statement, text: string, hasCommands: boolean): Generator<Change> {
  const grant = tokens.findIndex(({ word }) => word === 'GRANT');
  const on = findWord(tokens, ['ON'], grant);
  const commands = tokens.slice(grant + 1, on);
  // Of a function there is one privilege, so that ALL is no more.
  const isOfFunction = commands[0]?.word === 'EXECUTE';
  if (hasCommands && on > grant && commands[0]?.word !== 'ALL' && !isOfFunction) {
    yield {
      operator: 'grant-all',
      what: `GRANT ALL in ${text}`,
      edits: [replace(commands[0], commands.at(-1), 'ALL')],
    };
  }
  const to = findWord(tokens, ['TO'], grant);
  const after = findWord(tokens, ['WITH', 'GRANTED'], to);
  const roles = tokens.slice(to + 1, after < 0 ? tokens.length : after);
  // A role cannot be granted to PUBLIC.
  if (!hasCommands || to < 0 || roles.some(({ word }) => word === 'PUBLIC')) return;
  yield {
    operator: 'to-public',
    what: `TO PUBLIC in ${text}`,
    edits: [replace(roles[0], roles.at(-1), 'PUBLIC')],
  };
}
