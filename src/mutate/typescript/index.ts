import ts from 'typescript';
import { applyEdits, type Change } from '../mutation.ts';
import { booleans } from './booleans.ts';
import { conditions } from './conditions.ts';
import { errors } from './errors.ts';
import { keys } from './keys.ts';
import { moduleVariables } from './module-variables.ts';
import { placeOf, type TypeScriptOperator } from './operator.ts';
import { parameters } from './parameters.ts';
import { paths } from './paths.ts';
import { sqlInStrings } from './sql-in-strings.ts';
import { tenants } from './tenants.ts';
import { awaits, finallyBlocks, transactions } from './transactions.ts';

const OPERATORS: readonly TypeScriptOperator[] = [
  sqlInStrings,
  parameters,
  tenants,
  conditions,
  keys,
  awaits,
  transactions,
  finallyBlocks,
  booleans,
  errors,
  paths,
  moduleVariables,
];

/** Every change of a module that still parses, and is more than another spacing. */
export function typeScriptChanges(path: string, text: string): readonly Change[] {
  const source = parse(path, text);
  const changes: Change[] = [];
  for (const operator of OPERATORS) {
    for (const change of operator(source)) {
      const changed = applyEdits(text, change.edits);
      if (withoutSpace(changed) === withoutSpace(text) || !isModule(path, changed)) continue;
      const place = placeOf(nodeAt(source, change));
      changes.push({ ...change, what: place === '' ? change.what : `${place}: ${change.what}` });
    }
  }
  return changes;
}

const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);

/** Whether TypeScript's parser takes it; what it noted is on the tree, though not in its types. */
function isModule(path: string, text: string): boolean {
  const source: ts.SourceFile & { readonly parseDiagnostics?: readonly ts.Diagnostic[] } = parse(
    path,
    text,
  );
  return source.parseDiagnostics?.length === 0;
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** The innermost node around the last edit: the first may declare what it uses. */
function nodeAt(source: ts.SourceFile, { edits }: Change): ts.Node {
  const at = edits.at(-1)?.start ?? 0;
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= at && at < child.getEnd() ? child : undefined,
    );
    if (!inner) return node;
    node = inner;
  }
}
