import { loadModule, parseSync, scanSync } from 'libpg-query';

/** A token of PostgreSQL's own lexer; offsets count characters from 0. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** In upper case, for comparing keywords: an identifier in quotes keeps them. */
  readonly word: string;
}

/** A node of PostgreSQL's parse tree, by its kind. */
export interface TreeNode {
  readonly kind: string;
  readonly fields: Fields;
}
export type Fields = Readonly<Record<string, unknown>>;

/** A statement of a script: its tree, and where it stands, without its semicolon. */
export interface Statement {
  readonly node: TreeNode;
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
}

/** A text that PostgreSQL's parser takes. */
export interface Parsed {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** Loads the parser, which is WebAssembly; once, before anything else here. */
export const loadParser = loadModule;

/** @returns null where PostgreSQL finds a syntax error */
export function parseSql(text: string): Parsed | null {
  // A script without a statement is one, though the parser wants to see something.
  if (text.trim() === '') return { text, statements: [] };
  let raw: unknown;
  let tokens: readonly Token[];
  try {
    raw = parseSync(text);
    tokens = scan(text);
  } catch {
    return null;
  }
  const toCharacter = characterOffsets(text);
  const statements = listOf(record(raw).stmts).flatMap((entry) => {
    const { stmt, stmt_location: at, stmt_len: length } = record(entry);
    const node = nodeOf(stmt);
    if (!node) return [];
    const from = numberOf(at);
    const bytes = numberOf(length);
    const end = bytes === 0 ? text.length : toCharacter(from + bytes);
    const own = tokens.filter((token) => token.start >= toCharacter(from) && token.end <= end);
    const first = own[0];
    const last = own.at(-1);
    if (!first || !last) return [];
    const located = relocate(node, toCharacter);
    return [{ node: located, start: first.start, end: last.end, tokens: own }];
  });
  return { text, statements };
}

/** The tokens of a text without its comments; also of PL/pgSQL, which has the same lexer. */
export function scan(text: string): readonly Token[] {
  const toCharacter = characterOffsets(text);
  return scanSync(text)
    .tokens.map((token) => {
      const [start, end] = [toCharacter(token.start), toCharacter(token.end)];
      const source = text.slice(start, end);
      return { start, end, text: source, word: source.toUpperCase() };
    })
    .filter(({ text: source }) => !source.startsWith('--') && !source.startsWith('/*'));
}

/** The parser counts bytes of UTF-8. */
function characterOffsets(text: string): (byte: number) => number {
  if (/^[\u0000-\u007f]*$/.test(text)) return (byte) => byte;
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  return (byte) => decoder.decode(bytes.subarray(0, byte)).length;
}

function relocate(node: TreeNode, toCharacter: (byte: number) => number): TreeNode {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === 'location' && typeof inner === 'number' ? toCharacter(inner) : visit(inner),
      ]),
    );
  };
  return { kind: node.kind, fields: record(visit(node.fields)) };
}

/** The nodes of a tree, outermost first. */
export function* walk(value: unknown): Generator<TreeNode> {
  if (Array.isArray(value)) for (const inner of value) yield* walk(inner);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      // A kind is written with a capital, a field is not.
      if (/^[A-Z]/.test(key) && typeof inner === 'object' && inner !== null) {
        yield { kind: key, fields: record(inner) };
      }
      yield* walk(inner);
    }
  }
}

/** Every node below a statement, and the statement itself. */
export function* nodesOf(statement: Statement): Generator<TreeNode> {
  yield statement.node;
  yield* walk(statement.node.fields);
}

/** `{ A_Expr: { … } }`, as the parser writes a node, taken apart. */
export function nodeOf(value: unknown): TreeNode | null {
  const [entry] = Object.entries(record(value));
  return entry ? { kind: entry[0], fields: record(entry[1]) } : null;
}

/** The smallest offset in a tree: where its source begins, but for parentheses. */
export function startOf(value: unknown): number {
  if (Array.isArray(value)) return Math.min(...value.map(startOf));
  if (typeof value !== 'object' || value === null) return Infinity;
  return Math.min(
    ...Object.entries(value).map(([key, inner]) =>
      key === 'location' && typeof inner === 'number' ? inner : startOf(inner),
    ),
  );
}

/** A tree without its offsets, by which two texts are found to say the same. */
export function meaning(parsed: Parsed): string {
  return JSON.stringify(
    parsed.statements.map(({ node }) => node),
    (key, value: unknown) => (key === 'location' ? undefined : value),
  );
}

export const record = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The texts of a list of `String` nodes: a qualified name's parts, an operator. */
export const namesOf = (value: unknown): readonly string[] =>
  listOf(value).map((entry) => stringOf(nodeOf(entry)?.fields.sval));
