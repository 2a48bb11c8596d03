import ts from 'typescript';
import { quote } from '../mutation.ts';
import {
  calledName,
  descendants,
  instead,
  namesTenant,
  type TypeScriptOperator,
} from './operator.ts';

const { SyntaxKind } = ts;

/** Drops a comparison with the tenant that the program itself makes, or turns it round. */
export const conditions: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const text = quote(node.getText(source));
      const equal = kind === SyntaxKind.EqualsEqualsEqualsToken;
      const unequal = kind === SyntaxKind.ExclamationEqualsEqualsToken;
      if ((equal || unequal) && namesTenant(node)) {
        yield {
          operator: 'drop-predicate',
          what: `drop the comparison ${text}`,
          edits: [instead(source, node, equal ? 'true' : 'false')],
        };
        yield {
          operator: 'not-equal',
          what: `${equal ? '!==' : '==='} for ${equal ? '===' : '!=='} in ${text}`,
          edits: [instead(source, node.operatorToken, equal ? '!==' : '===')],
        };
      }
      if (kind === SyntaxKind.AmpersandAmpersandToken && namesTenant(node)) {
        yield {
          operator: 'or-for-and',
          what: `|| for && in ${text}`,
          edits: [instead(source, node.operatorToken, '||')],
        };
      }
    } else if (ts.isCallExpression(node) && calledName(node) === 'filter') {
      const [predicate] = node.arguments;
      if (!predicate || !namesTenant(predicate)) continue;
      if (!ts.isPropertyAccessExpression(node.expression)) continue;
      yield {
        operator: 'drop-predicate',
        what: `drop the filter ${quote(predicate.getText(source))}`,
        edits: [instead(source, node, node.expression.expression.getText(source))],
      };
    }
  }
};
