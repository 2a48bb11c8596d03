import ts from 'typescript';
import { quote, type Change, type Edit } from '../mutation.ts';
import {
  descendants,
  functionAround,
  hasBody,
  instead,
  type TypeScriptOperator,
} from './operator.ts';

/**
 * Keeps what belongs to one call in a variable of the module: the tenant of the first call, the
 * tenant of the latest one, a connection.
 */
export const moduleVariables: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    if (isTenantOfCall(node)) {
      const text = node.getText(source);
      yield {
        operator: 'module-variable',
        what: `keep ${quote(text)} of the first call in a variable of the module`,
        edits: [declaration(source), instead(source, node, `(kept ??= ${text})`)],
      };
      yield* ofLatestCall(source, node, text);
    }
    if (ts.isVariableDeclaration(node) && node.initializer && isConnection(node.initializer)) {
      const text = node.initializer.getText(source);
      yield {
        operator: 'module-variable',
        what: `keep ${quote(text)} in a variable of the module`,
        edits: [declaration(source), instead(source, node.initializer, `(kept ??= ${text})`)],
      };
    }
  }
};

/** After the imports, and before what is there of the module. */
function declaration(source: ts.SourceFile): Edit {
  const last = source.statements.filter(ts.isImportDeclaration).at(-1);
  const at = last?.getEnd() ?? 0;
  return { start: at, end: at, text: '\nlet kept: any;\n' };
}

/** `session.tenantId`, or the parameter `tenantId` where it is read. */
function isTenantOfCall(node: ts.Node): node is ts.Expression {
  const parent = node.parent as ts.Node | undefined;
  if (!parent || !functionAround(node)) return false;
  if (ts.isPropertyAccessExpression(node)) {
    return /tenant|workspace/i.test(node.name.text) && node.questionDotToken === undefined;
  }
  if (!ts.isIdentifier(node) || !/^(?:tenant|tenantId|workspaceId)$/.test(node.text)) return false;
  if (ts.isPropertyAccessExpression(parent)) return false;
  return isRead(node, parent);
}

/** Whether an identifier stands for its value, and is not being declared or named. */
const isRead = (node: ts.Identifier, parent: ts.Node): boolean =>
  (ts.isCallExpression(parent) && parent.arguments.includes(node)) ||
  ts.isArrayLiteralExpression(parent) ||
  ts.isTemplateSpan(parent) ||
  (ts.isBinaryExpression(parent) && parent.right === node) ||
  (ts.isPropertyAssignment(parent) && parent.initializer === node);

const isConnection = (value: ts.Expression): boolean =>
  (ts.isAwaitExpression(value) && value.expression.getText().endsWith('.connect()')) ||
  (ts.isNewExpression(value) && /^(?:Client|McpServer|Server)$/.test(value.expression.getText()));

/** Set when a call begins, read after it has waited: another call may have begun meanwhile. */
function* ofLatestCall(source: ts.SourceFile, node: ts.Node, text: string): Generator<Change> {
  let outer = functionAround(node);
  for (let next = outer; next; next = functionAround(next)) outer = next;
  const body = outer?.body;
  if (!outer || !body || !ts.isBlock(body) || !hasBody(outer)) return;
  const root = /^\w+/.exec(text)?.[0];
  const declares = outer.parameters.some(({ name }) => ts.isIdentifier(name) && name.text === root);
  const waited = [...descendants(body)].some(
    (other) => ts.isAwaitExpression(other) && other.getEnd() < node.getStart(source),
  );
  if (!declares || !waited) return;
  const start = body.getStart(source) + 1;
  yield {
    operator: 'module-variable',
    what: `keep ${quote(text)} of the latest call in a variable of the module`,
    edits: [
      declaration(source),
      { start, end: start, text: `\n  kept = ${text};` },
      instead(source, node, 'kept'),
    ],
  };
}
