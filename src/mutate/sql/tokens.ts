import type { Token } from './parser.ts';

/** The index of the parenthesis that closes the one at `open`; -1 where none does. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.text === '(') depth++;
    if (tokens[at]?.text === ')' && --depth === 0) return at;
  }
  return -1;
}

/** The first index from `from` on, outside of parentheses, whose word is one of `words`; or -1. */
export function findWord(tokens: readonly Token[], words: readonly string[], from = 0): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const { text, word } = tokens[at] ?? { text: '', word: '' };
    if (depth === 0 && words.includes(word)) return at;
    if (text === '(' || text === '[') depth++;
    if (text === ')' || text === ']') depth--;
    if (depth < 0) return -1;
  }
  return -1;
}

/** What ends an expression that stands without parentheses. */
const AFTER_EXPRESSION = [
  ...['OR', 'THEN', 'ELSE', 'END', 'WHEN', 'GROUP', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'FOR'],
  ...['RETURNING', 'HAVING', 'WINDOW', 'UNION', 'EXCEPT', 'INTERSECT', 'WHERE', 'ON', 'USING'],
  ...['JOIN', 'LEFT', 'RIGHT', 'INNER', 'CROSS', 'FULL', 'AS', 'DO', 'SET', 'WITH', ',', ';'],
];

/** The index of the first token after the expression that begins at index `from`. */
export function expressionEnd(tokens: readonly Token[], from: number): number {
  let depth = 0;
  let at = from;
  for (; at < tokens.length; at++) {
    const { text, word } = tokens[at] ?? { text: '', word: '' };
    if (depth === 0 && (text === ')' || text === ']')) break;
    // LEFT(…) and RIGHT(…) are functions, too.
    if (depth === 0 && AFTER_EXPRESSION.includes(word) && tokens[at + 1]?.text !== '(') break;
    if (depth === 0 && ['OR', 'ON', 'USING', 'WHERE', ',', ';'].includes(word)) break;
    if (text === '(' || text === '[') depth++;
    if (text === ')' || text === ']') depth--;
  }
  return at;
}

/** The token that begins at this offset. */
export const tokenAt = (tokens: readonly Token[], offset: number): number =>
  tokens.findIndex((token) => token.start === offset);
