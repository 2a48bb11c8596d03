import ts from 'typescript';
import { quote } from '../mutation.ts';
import {
  descendants,
  functionAround,
  instead,
  namesTenant,
  type TypeScriptOperator,
} from './operator.ts';

/** `session.tenantId` and what else is read as the tenant of a session. */
function* readings(source: ts.SourceFile): Generator<ts.PropertyAccessExpression> {
  for (const node of descendants(source)) {
    const isReading =
      ts.isPropertyAccessExpression(node) && /tenant|workspace/i.test(node.name.text);
    const parent = node.parent as ts.Node | undefined;
    const isWritten =
      parent && ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent);
    if (isReading && !isWritten) yield node;
  }
}

/** What a caller fills in: by its name, or by a type that lists its fields. */
const isArguments = ({ name, type }: ts.ParameterDeclaration): boolean =>
  ts.isIdentifier(name) &&
  !namesTenant(name) &&
  (/^(?:args|arguments|input|params|options|request|query|draft)$/.test(name.text) ||
    (type !== undefined && ts.isTypeLiteralNode(type)));

const isAssignment = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Another tenant than the session's: the one that the arguments of the call name. */
export const tenants: TypeScriptOperator = function* (source) {
  for (const node of readings(source)) {
    const around = functionAround(node);
    const args = around?.parameters.find(isArguments);
    if (!args || !ts.isIdentifier(args.name)) continue;
    const text = node.getText(source);
    yield {
      operator: 'tenant-from-arguments',
      what: `${args.name.text}.${node.name.text} before ${quote(text)}`,
      edits: [instead(source, node, `((${args.name.text} as any)?.${node.name.text} ?? ${text})`)],
    };
  }
};
