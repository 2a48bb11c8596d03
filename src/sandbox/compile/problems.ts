import ts from 'typescript';

/** Why a module cannot run, and where. */
export interface Problem {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * The first thing in a module that parses as TypeScript and would be no JavaScript: a misplaced
 * `await`, a name declared twice.
 */
export function firstProblem(source: ts.SourceFile): Problem | undefined {
  const [first] = [...misplacedAwaits(source), ...boundTwice(source)].sort(
    (a, b) => a.start - b.start,
  );
  if (!first) return undefined;
  const { line, character } = source.getLineAndCharacterOfPosition(first.start);
  return { message: first.message, line: line + 1, column: character + 1 };
}

interface Found {
  readonly start: number;
  readonly message: string;
}

/**
 * TypeScript compiles them to `yield` outside a generator. Only its checker would tell, which
 * takes long and wants every import's types.
 */
function misplacedAwaits(source: ts.SourceFile): Found[] {
  const found: Found[] = [];
  // A list instead of recursion: the tree may be deeper than the stack.
  const todo: { node: ts.Node; home: Home }[] = [{ node: source, home: 'module' }];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { node, home } = next;
    const waits = ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier);
    if (waits && home !== 'async') {
      found.push({ start: node.getStart(source), message: MISPLACED[home] });
    }
    const inside = homeOf(node) ?? home;
    node.forEachChild((child) => {
      // A decorator and a computed name belong to where the function stands, not to its inside.
      const outside = ts.isDecorator(child) || ts.isComputedPropertyName(child);
      todo.push({ node: child, home: outside ? home : inside });
    });
  }
  return found;
}

type Home = 'module' | 'async' | 'plain';

const MISPLACED = {
  module:
    'await stands outside a function; modules here are CommonJS, so it has to be inside an async one.',
  plain: 'await stands in a function that is not async.',
} as const;

function homeOf(node: ts.Node): Home | undefined {
  if (ts.isClassStaticBlockDeclaration(node) || ts.isPropertyDeclaration(node)) return 'plain';
  if (!ts.isFunctionLike(node)) return undefined;
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ? 'async' : 'plain';
}

/**
 * What TypeScript's binder noticed. It has run by the time modules are transformed, and keeps what
 * it found on the source file; the property is not in the published types of 5.9.3.
 */
function boundTwice(
  source: ts.SourceFile & { bindDiagnostics?: readonly ts.Diagnostic[] },
): Found[] {
  return (source.bindDiagnostics ?? [])
    .filter(({ code }) => code === REDECLARED || code < FIRST_OF_TYPES)
    .map(({ start, messageText }) => ({
      start: start ?? 0,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }));
}

/** "Cannot redeclare block-scoped variable 'a'." */
const REDECLARED = 2451;
/** Codes below are about grammar: source, TypeScript's diagnosticMessages.json. */
const FIRST_OF_TYPES = 2000;
