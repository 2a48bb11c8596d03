import ts from 'typescript';
import { quote } from '../mutation.ts';
import { descendants, instead, type TypeScriptOperator } from './operator.ts';

/** `true` becomes `false`, and back. */
export const booleans: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    const isTrue = node.kind === ts.SyntaxKind.TrueKeyword;
    if (!isTrue && node.kind !== ts.SyntaxKind.FalseKeyword) continue;
    const [from, to] = isTrue ? ['true', 'false'] : ['false', 'true'];
    yield {
      operator: `${from}-to-${to}`,
      what: `${to} for ${from} in ${quote(node.parent.getText(source))}`,
      edits: [instead(source, node, to)],
    };
  }
};
