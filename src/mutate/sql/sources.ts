import { parseSql, scan, type Parsed, type Token } from './parser.ts';

/** A piece of SQL in a file: what the parser takes of it, and where it stands. */
export interface SqlSource {
  readonly parsed: Parsed;
  /** Turns an offset of the parsed text into one of the file; null where the file has no such. */
  readonly toFile: (offset: number) => number | null;
  /** The same text, changed: null where PostgreSQL's parser does not take it any more. */
  readonly parseAgain: (text: string) => Parsed | null;
}

/** What may be put before a piece of a statement to make it a whole one. */
const WRAPPERS = ['', 'SELECT WHERE ', 'SELECT WHERE true '] as const;

/**
 * A text as a statement, or as a piece of one that holds an expression.
 * @param offset of the text in its file
 */
export function sqlSource(text: string, offset: number): SqlSource | null {
  for (const prefix of WRAPPERS) {
    const parsed = parseSql(prefix + text);
    if (!parsed || parsed.statements.length === 0) continue;
    // Any word is an expression. Only what compares or calls something can be broken.
    if (prefix !== '' && !/[=(<>]/.test(text)) return null;
    return {
      parsed,
      toFile: (at) => (at < prefix.length ? null : at - prefix.length + offset),
      parseAgain: (changed) => (changed.startsWith(prefix) ? parseSql(changed) : null),
    };
  }
  return null;
}

/** A script's own statements, and what stands in the strings of them: bodies, formats. */
export function sqlSourcesOf(text: string): readonly SqlSource[] {
  const script = sqlSource(text, 0);
  if (!script) return [];
  return [script, ...stringsIn(text, 0).flatMap((string) => sourcesInString(string))];
}

/** What stands between a string's quotes. */
interface StringContent {
  readonly text: string;
  readonly start: number;
  readonly dollar: boolean;
}

function stringsIn(text: string, offset: number): readonly StringContent[] {
  return tokensOf(text).flatMap((token) => {
    const dollar = /^\$\w*\$/.exec(token.text)?.[0];
    const open = dollar ?? (token.text.startsWith("'") ? "'" : null);
    if (open === null) return [];
    const content = token.text.slice(open.length, -open.length);
    // A doubled quote is one character of the string and two of the source.
    if (dollar === undefined && content.includes("'")) return [];
    return [{ text: content, start: offset + token.start + open.length, dollar: open !== "'" }];
  });
}

function tokensOf(text: string): readonly Token[] {
  try {
    return scan(text);
  } catch {
    return [];
  }
}

function sourcesInString({ text, start, dollar }: StringContent): readonly SqlSource[] {
  if (!dollar) {
    const source = formatted(text, start);
    return source ? [source] : [];
  }
  const whole = sqlSource(text, start);
  const inner = stringsIn(text, start).flatMap((string) => sourcesInString(string));
  return [...(whole ? [whole] : pieces(text, start)), ...inner];
}

/** What `format` makes a statement of: its `%s` and `%I` stand for names. */
function formatted(text: string, start: number): SqlSource | null {
  if (!/^\s*[A-Z]+\s+[A-Z(]/i.test(text)) return null;
  let count = 0;
  const plain = text.replace(/%[sIL]/g, () => `h${count++ % 10}`);
  const parsed = parseSql(plain);
  if (!parsed) return null;
  return { parsed, toFile: (at) => at + start, parseAgain: parseSql };
}

/** Words of PL/pgSQL after which a statement or an expression begins. */
const BEFORE_PIECE = ['BEGIN', 'THEN', 'ELSE', 'LOOP', 'DECLARE', ';', 'RETURN', 'QUERY', 'IF'];
const MORE_BEFORE_PIECE = ['ELSIF', 'WHILE', 'IN', 'PERFORM', 'EXECUTE', ':='];
const AFTER_PIECE = ['THEN', 'LOOP', ';'];

/** The statements and expressions of a body in PL/pgSQL, which only its own interpreter reads. */
function pieces(text: string, start: number): readonly SqlSource[] {
  const tokens = tokensOf(text);
  const found: SqlSource[] = [];
  for (const [at, token] of tokens.entries()) {
    if (![...BEFORE_PIECE, ...MORE_BEFORE_PIECE].includes(token.word)) continue;
    const end = tokens.slice(at + 1).find(({ word }) => AFTER_PIECE.includes(word));
    const source = end && sqlSource(text.slice(token.end, end.start), start + token.end);
    if (source) found.push(source);
  }
  return found;
}
