import ts from 'typescript';
import { quote, type Change } from '../mutation.ts';
import { descendants, instead, placeOf, type TypeScriptOperator } from './operator.ts';

const COMMAND =
  /^\s*(BEGIN|START TRANSACTION|COMMIT|ROLLBACK(?: TO(?: SAVEPOINT)? \w+)?|SAVEPOINT \w+)\b/i;

/** Drops BEGIN, COMMIT, ROLLBACK or a savepoint. */
export const transactions: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    if (!ts.isStringLiteralLike(node)) continue;
    const command = COMMAND.exec(node.text)?.[1]?.toUpperCase();
    if (command === undefined) continue;
    const word = command.split(' ')[0] ?? command;
    const change = {
      operator: `drop-${word.toLowerCase()}`,
      what: `drop ${command}${placeOf(node) ? '' : ' of the module'}`,
    };
    yield { ...change, edits: [withoutStatement(source, node)] } satisfies Change;
  }
};

/** The whole statement that sends it, or, where it is one of two, another that does nothing. */
function withoutStatement(source: ts.SourceFile, node: ts.Node): Change['edits'][number] {
  const call = node.parent;
  let top: ts.Node = call;
  while (
    !ts.isStatement(top.parent) &&
    !ts.isSourceFile(top.parent) &&
    !ts.isFunctionLike(top.parent)
  ) {
    top = top.parent;
  }
  const isDirect = ts.isCallExpression(call) && call.arguments[0] === node;
  if (isDirect && ts.isExpressionStatement(top.parent)) return instead(source, top.parent, '');
  return instead(source, node, "'SELECT 1'");
}

/** Drops an `await`, so that what comes next does not wait. */
export const awaits: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    if (!ts.isAwaitExpression(node)) continue;
    const start = node.getStart(source);
    yield {
      operator: 'drop-await',
      what: `drop the await of ${quote(node.expression.getText(source))}`,
      edits: [{ start, end: node.expression.getStart(source), text: '' }],
    };
  }
};

/** Drops a `finally`: what it cleaned up stays. */
export const finallyBlocks: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    if (!ts.isTryStatement(node) || !node.finallyBlock) continue;
    const end = node.finallyBlock.getEnd();
    const what = `drop the finally ${quote(node.finallyBlock.getText(source))}`;
    const edits = node.catchClause
      ? [{ start: node.catchClause.getEnd(), end, text: '' }]
      : // Without a catch there is nothing to try.
        [
          { start: node.getStart(source), end: node.tryBlock.getStart(source), text: '' },
          { start: node.tryBlock.getEnd(), end, text: '' },
        ];
    yield { operator: 'drop-finally', what, edits };
  }
};
