import { html, nothing, type TemplateResult } from 'lit';

/** A text inside the code that belongs to a tenant, and whether it reached the wrong hands. */
export interface Found {
  readonly text: string;
  readonly owner: number | null;
  readonly foreign: boolean;
}

/** A stretch of the code and its colour, the class `code-…`; none for plain text. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Tokens of calls and literals, which is what a transcript shows; the first that fits is taken. */
const TOKENS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['comment', /\/\/[^\n]*|\/\*[^]*?\*\//y],
  ['string', /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\.)*`?/y],
  ['constant', /-?\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?n?\b|\b(?:true|false|null|undefined|NaN)\b/y],
  ['keyword', /\b(?:new|await|async|function|class|return|typeof|Symbol)\b/y],
  ['function', /[$A-Z_a-z][\w$]*(?=\()/y],
  ['', /[$A-Z_a-z][\w$]*|[^]/y],
];

/** TypeScript with its colours; texts of tenants in it wear their owner's mark. */
export function codeView(code: string, found: readonly Found[] = []): TemplateResult {
  const pieces = piecesOf(code);
  const coloured = (start: number, end: number): readonly unknown[] =>
    pieces
      .filter((piece) => piece.end > start && piece.start < end)
      .map((piece) => colouredPiece(code, piece, start, end));
  const parts: unknown[] = [];
  let at = 0;
  for (const mark of foundIn(code, found)) {
    parts.push(...coloured(at, mark.start));
    parts.push(
      html`<mark
        class="found"
        data-tenant=${mark.of.owner ?? nothing}
        ?data-foreign=${mark.of.foreign}
        >${code.slice(mark.start, mark.end)}</mark
      >`,
    );
    at = mark.end;
  }
  parts.push(...coloured(at, code.length));
  return html`${parts}`;
}

/** Where the texts stand, from left to right, each place once. */
function foundIn(
  code: string,
  found: readonly Found[],
): readonly { readonly start: number; readonly end: number; readonly of: Found }[] {
  const places = found
    .filter(({ text }) => text !== '')
    .flatMap((of) => {
      const starts: number[] = [];
      for (
        let at = code.indexOf(of.text);
        at >= 0;
        at = code.indexOf(of.text, at + of.text.length)
      ) {
        starts.push(at);
      }
      return starts.map((start) => ({ start, end: start + of.text.length, of }));
    })
    .sort((one, other) => one.start - other.start || other.end - one.end);
  let end = 0;
  return places.filter((place) => {
    const free = place.start >= end;
    if (free) end = place.end;
    return free;
  });
}

function colouredPiece(
  code: string,
  { start, end, kind }: Piece,
  from: number,
  to: number,
): TemplateResult | string {
  const text = code.slice(Math.max(from, start), Math.min(to, end));
  return kind === '' ? text : html`<span class="code-${kind}">${text}</span>`;
}

/** The tokens of a text, without gaps. */
function piecesOf(code: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < code.length) {
    const piece = tokenAt(code, at);
    const before = pieces.at(-1);
    if (before?.kind === '' && piece.kind === '') {
      pieces[pieces.length - 1] = { ...before, end: piece.end };
    } else pieces.push(piece);
    at = piece.end;
  }
  return pieces;
}

function tokenAt(code: string, at: number): Piece {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const token = pattern.exec(code)?.[0] ?? '';
    if (token !== '') return { start: at, end: at + token.length, kind };
  }
  return { start: at, end: at + 1, kind: '' };
}
