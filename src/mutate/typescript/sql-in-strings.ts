import ts from 'typescript';
import { changesIn, sqlSource, type SqlSource } from '../sql/index.ts';
import { descendants, type TypeScriptOperator } from './operator.ts';

/** Breaks the statements, and the pieces of statements, that a module keeps in strings. */
export const sqlInStrings: TypeScriptOperator = function* (source) {
  for (const node of descendants(source)) {
    const found = ts.isTemplateExpression(node)
      ? inTemplate(source, node)
      : inLiteral(source, node);
    if (found) yield* changesIn(found).filter(({ operator }) => WANTED.test(operator));
  }
};

/** Of a statement in a program. Its tables and policies are made elsewhere. */
const WANTED =
  /^(?:drop-predicate|not-equal|greater-or-equal|or-for-and|wrong-setting|missing-ok|drop-nullif|true-to-false|false-to-true)$/;

function inLiteral(source: ts.SourceFile, node: ts.Node): SqlSource | null {
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return null;
  const start = node.getStart(source) + 1;
  const raw = source.text.slice(start, node.getEnd() - 1);
  // An escape is another number of characters in the file than in the statement.
  return raw === node.text ? sqlSource(raw, start) : null;
}

/** What stands in a statement for what the program puts there: a name, a number, a statement. */
const STANDS_FOR = [
  (at: number) => `__h${at}`,
  (at: number) => String(at + 90),
  (at: number) => `SELECT 1 AS __h${at}`,
];

/** A stretch of the parsed text, and where it stands in the file. */
interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether it stands for an expression of the program, so that no edit may begin in it. */
  readonly hole: boolean;
}

function inTemplate(source: ts.SourceFile, node: ts.TemplateExpression): SqlSource | null {
  const literal = (part: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail): Piece | null => {
    const close = ts.isTemplateTail(part) ? 1 : 2;
    const [start, end] = [part.getStart(source) + 1, part.getEnd() - close];
    const text = source.text.slice(start, end);
    return text === part.text ? { text, start, end, hole: false } : null;
  };
  for (const choice of choices(node.templateSpans.length)) {
    const pieces: (Piece | null)[] = [literal(node.head)];
    for (const [at, span] of node.templateSpans.entries()) {
      // `$${n}`: a parameter's number.
      const afterDollar = pieces.at(-1)?.text.endsWith('$') === true;
      const stands = STANDS_FOR[afterDollar ? 1 : (choice[at] ?? 0)];
      const start = pieces.at(-1)?.end ?? 0;
      const end = span.literal.getStart(source) + 1;
      pieces.push({ text: stands?.(at) ?? '', start, end, hole: true }, literal(span.literal));
    }
    const known = pieces.filter((piece) => piece !== null);
    if (known.length < pieces.length) return null;
    const found = joined(known);
    if (found) return found;
  }
  return null;
}

/** All names first; then a statement in one of the places. */
const choices = (count: number): readonly (readonly number[])[] => [
  Array.from({ length: count }, () => 0),
  ...Array.from({ length: count }, (_, at) =>
    Array.from({ length: count }, (_0, other) => (other === at ? 2 : 0)),
  ),
];

function joined(pieces: readonly Piece[]): SqlSource | null {
  const found = sqlSource(pieces.map(({ text }) => text).join(''), 0);
  if (!found) return null;
  const toFile = (offset: number): number | null => {
    let rest = found.toFile(offset);
    if (rest === null) return null;
    for (const { text, start, end, hole } of pieces) {
      if (rest === 0) return start;
      if (rest < text.length) return hole ? null : start + rest;
      if (rest === text.length) return end;
      rest -= text.length;
    }
    return null;
  };
  return { ...found, toFile };
}
