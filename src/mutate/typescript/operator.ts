import ts from 'typescript';
import type { Change, Edit } from '../mutation.ts';

/** Proposes changes of one family in a module. */
export type TypeScriptOperator = (source: ts.SourceFile) => Iterable<Change>;

/** Every node below a node, outermost first; types are left out, since nothing of them runs. */
export function* descendants(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isTypeNode(child) && !ts.isInterfaceDeclaration(child)) children.push(child);
  });
  for (const child of children) {
    if (ts.isTypeAliasDeclaration(child) || ts.isImportDeclaration(child)) continue;
    yield child;
    yield* descendants(child);
  }
}

/** Puts `text` where a node stands. */
export const instead = (source: ts.SourceFile, node: ts.Node, text: string): Edit => ({
  start: node.getStart(source),
  end: node.getEnd(),
  text,
});

/** Takes a node of a list away, with the comma beside it. */
export function dropFromList(source: ts.SourceFile, list: ts.NodeArray<ts.Node>, at: number): Edit {
  const node = list[at];
  const [before, after] = [list[at - 1], list[at + 1]];
  if (!node) return { start: 0, end: 0, text: '' };
  if (after) return { start: node.getStart(source), end: after.getStart(source), text: '' };
  return { start: before?.getEnd() ?? node.getStart(source), end: node.getEnd(), text: '' };
}

/** Whether it names a tenant: `session.tenantId`, `tenant`, `workspace`. */
export function namesTenant(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return /tenant|session|workspace/i.test(node.text);
  return [...descendants(node)].some(namesTenantItself);
}

const namesTenantItself = (node: ts.Node): boolean =>
  ts.isIdentifier(node) && /tenant|session|workspace/i.test(node.text);

/** What a name resolves to where it is called: `query` of `pool.query(…)`. */
export function calledName({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** What a catch or a parameter calls an error. */
export const isErrorName = (name: string): boolean =>
  /^(?:e|err|error|ex|exception|cause|reason|thrown|problem|failure)$/i.test(name);

/** A function with a body of statements or an expression. */
export type WithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

export const hasBody = (node: ts.Node): node is WithBody =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

/** The innermost function around a node. */
export function functionAround(node: ts.Node): WithBody | null {
  for (let at = node.parent as ts.Node | undefined; at; at = at.parent as ts.Node | undefined) {
    if (hasBody(at)) return at;
  }
  return null;
}

/** The innermost name around a node, of a function, a class' method or a variable; or ''. */
export function placeOf(node: ts.Node): string {
  for (let at: ts.Node | undefined = node; at; at = at.parent as ts.Node | undefined) {
    const name = nameOf(at);
    if (name && ts.isIdentifier(name)) return name.text;
  }
  return '';
}

function nameOf(node: ts.Node): ts.Node | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.name;
  if (ts.isPropertyAssignment(node)) return node.name;
  return ts.isVariableDeclaration(node) && !functionAround(node) ? node.name : undefined;
}
