/** Every way in which one file reaches another, read from its syntax tree. */
import ts from 'typescript';

export interface Reference {
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
  readonly kind: 'import' | 'type' | 'url' | 'glob';
}

export function referencesOf(path: string, source: string): Reference[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: Reference[] = [];
  const visit = (node: ts.Node): void => {
    for (const [kind, specifier] of referencesAt(node)) {
      const { line } = file.getLineAndCharacterOfPosition(specifier.getStart(file));
      found.push({ kind, specifier: specifier.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

type Found = [Reference['kind'], ts.StringLiteralLike];

function referencesAt(node: ts.Node): Found[] {
  if (ts.isImportDeclaration(node)) {
    // `import { type A }` still loads the file, so only `import type` counts as a type.
    const isType = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return literals(isType ? 'type' : 'import', node.moduleSpecifier);
  }
  if (ts.isExportDeclaration(node)) {
    return literals(node.isTypeOnly ? 'type' : 'import', node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return literals('type', node.argument.literal);
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const [address, base] = node.arguments ?? [];
    return base?.getText() === 'import.meta.url' ? literals('url', address) : [];
  }
  if (ts.isCallExpression(node)) {
    const [first] = node.arguments;
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return literals('import', first);
    if (node.expression.getText() === 'import.meta.glob') return literals('glob', first);
  }
  return [];
}

/** A literal, or each one of an array of literals. What is computed cannot be read here. */
function literals(kind: Reference['kind'], node: ts.Node | undefined): Found[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [[kind, node]];
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.flatMap((element) => literals(kind, element));
  }
  return [];
}
