import ts from 'typescript';
import { quote, type Change } from '../mutation.ts';
import {
  descendants,
  functionAround,
  hasBody,
  instead,
  isErrorName,
  type TypeScriptOperator,
} from './operator.ts';

/**
 * Hands the error's own message to the caller: in place of a text that is returned or thrown where
 * an error is at hand, or by throwing the error itself.
 */
export const errors: TypeScriptOperator = function* (source) {
  for (const { scope, name } of scopes(source)) {
    for (const node of descendants(scope)) {
      if (ts.isReturnStatement(node) && node.expression && !isNested(node, scope)) {
        yield* texts(source, node.expression, name);
      }
      if (ts.isThrowStatement(node) && !isNested(node, scope)) yield* thrown(source, node, name);
    }
    if (ts.isArrowFunction(scope) && !ts.isBlock(scope.body))
      yield* texts(source, scope.body, name);
  }
};

interface Scope {
  readonly scope: ts.Node;
  readonly name: string;
}

/** Where an error has a name: the block of a catch, a function that takes one. */
function* scopes(source: ts.SourceFile): Generator<Scope> {
  for (const node of descendants(source)) {
    if (ts.isCatchClause(node)) {
      const name = node.variableDeclaration?.name;
      if (name && ts.isIdentifier(name)) yield { scope: node.block, name: name.text };
    } else if (hasBody(node)) {
      const name = node.parameters.map((one) => one.name).find(isNamedError);
      if (name && ts.isIdentifier(name)) yield { scope: node, name: name.text };
    }
  }
}

const isNamedError = (name: ts.BindingName): boolean =>
  ts.isIdentifier(name) && isErrorName(name.text);

/** Whether a function stands between the two: what it returns goes elsewhere. */
function isNested(node: ts.Node, scope: ts.Node): boolean {
  const around = functionAround(node);
  return around !== null && around !== scope && around.pos > scope.pos;
}

const messageOf = (name: string): string => `String((${name} as any)?.message ?? ${name})`;

function* texts(source: ts.SourceFile, returned: ts.Expression, name: string): Generator<Change> {
  const found = [returned, ...descendants(returned)].filter(
    (node) =>
      (ts.isStringLiteral(node) ||
        ts.isNoSubstitutionTemplateLiteral(node) ||
        ts.isTemplateExpression(node)) &&
      isValue(node),
  );
  for (const node of found) {
    const text = node.getText(source);
    yield {
      operator: 'return-error-message',
      what: `the message of ${name} instead of ${quote(text)}`,
      edits: [instead(source, node, messageOf(name))],
    };
  }
}

/** A text that is handed over, and no name of a property or of a type. */
const isValue = ({ parent }: ts.Node): boolean =>
  !ts.isElementAccessExpression(parent) &&
  !ts.isLiteralTypeNode(parent) &&
  !(ts.isBinaryExpression(parent) && /===?|!==?/.test(parent.operatorToken.getText()));

function* thrown(source: ts.SourceFile, node: ts.ThrowStatement, name: string): Generator<Change> {
  const text = node.expression.getText(source);
  if (text === name) return;
  yield {
    operator: 'return-error-message',
    what: `throw ${name} itself instead of ${quote(text)}`,
    edits: [instead(source, node.expression, name)],
  };
}
