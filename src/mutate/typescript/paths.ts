import ts from 'typescript';
import { quote } from '../mutation.ts';
import { calledName, descendants, instead, type TypeScriptOperator } from './operator.ts';

/** Paths: no check that they stay inside, one that a sibling passes, no basename, no realpath. */
export const paths: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    if (ts.isIfStatement(node) && refuses(node) && isContainment(node.expression, source)) {
      yield {
        operator: 'drop-containment',
        what: `drop the check ${quote(node.expression.getText(source))}`,
        edits: [instead(source, node, '')],
      };
    }
    if (!ts.isCallExpression(node)) continue;
    const [argument] = node.arguments;
    if (!argument) continue;
    if (calledName(node) === 'startsWith') {
      const bare = withoutSeparator(source, argument);
      if (bare !== null) {
        yield {
          operator: 'starts-with-without-separator',
          what: `drop the separator of ${quote(argument.getText(source))}`,
          edits: [instead(source, argument, bare)],
        };
      }
    }
    if (/^(?:basename|realpath|realpathSync)$/.test(calledName(node))) {
      yield {
        operator: `drop-${calledName(node).replace('Sync', '')}`,
        what: `drop ${calledName(node)} of ${quote(argument.getText(source))}`,
        edits: [instead(source, node, argument.getText(source))],
      };
    }
  }
};

const CONTAINMENT = /\b(?:startsWith|relative|isAbsolute|includes|test|match|basename|realpath)\b/;

const isContainment = (condition: ts.Expression, source: ts.SourceFile): boolean =>
  CONTAINMENT.test(condition.getText(source));

/** It throws or returns: what comes after is for those who pass. */
function refuses({ thenStatement, elseStatement }: ts.IfStatement): boolean {
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  return (
    !elseStatement &&
    last !== undefined &&
    (ts.isThrowStatement(last) || ts.isReturnStatement(last))
  );
}

/** `root + sep` as `root`; null where it has no separator at its end. */
function withoutSeparator(source: ts.SourceFile, node: ts.Expression): string | null {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const right = node.right.getText(source);
    return /(?:\bsep|['"`]\/['"`])$/.test(right) ? node.left.getText(source) : null;
  }
  if (!ts.isTemplateExpression(node)) return null;
  const text = node.getText(source);
  const bare = text.replace(/(?:\/|\$\{(?:path\.)?sep\})`$/, '`');
  return bare === text ? null : bare;
}
