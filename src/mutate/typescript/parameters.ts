import ts from 'typescript';
import { quote } from '../mutation.ts';
import {
  calledName,
  descendants,
  dropFromList,
  instead,
  namesTenant,
  type TypeScriptOperator,
} from './operator.ts';

/** Drops the tenant that is handed to a statement or a function, or swaps it with its neighbour. */
export const parameters: TypeScriptOperator = function* (source) {
  for (const { nodes, where } of handedOver(source)) {
    for (const [at, node] of nodes.entries()) {
      if (!isPlain(node)) continue;
      const text = quote(node.getText(source));
      if (namesTenant(node)) {
        yield {
          operator: 'drop-parameter',
          what: `drop the parameter ${text}${where}`,
          edits: [dropFromList(source, nodes, at)],
        };
      }
      const next = nodes[at + 1];
      if (!next || !isPlain(next) || namesTenant(node) === namesTenant(next)) continue;
      yield {
        operator: 'swap-parameters',
        what: `swap ${text} and ${quote(next.getText(source))}${where}`,
        edits: [
          instead(source, node, next.getText(source)),
          instead(source, next, node.getText(source)),
        ],
      };
    }
  }
};

interface Handed {
  readonly nodes: ts.NodeArray<ts.Expression>;
  readonly where: string;
}

/** The values of statements, which are arrays, and the arguments of calls. */
function* handedOver(source: ts.SourceFile): Generator<Handed> {
  for (const node of descendants(source)) {
    if (ts.isArrayLiteralExpression(node)) yield { nodes: node.elements, where: '' };
    else if (ts.isCallExpression(node)) {
      yield { nodes: node.arguments, where: ` of ${calledName(node)}` };
    }
  }
}

/** A value with a name: `session`, `args.id`. */
const isPlain = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) ||
  (ts.isPropertyAccessExpression(node) && isPlain(node.expression)) ||
  (ts.isNonNullExpression(node) && isPlain(node.expression));
