import { VALUE_CHARACTERS, type Plain } from '../../contract/index.ts';

/** A line is broken beyond this many characters. */
const WIDTH = 76;

/**
 * A value as the literal a learner would write: `{ id: 17, title: 'Q3' }`, over several lines
 * where it is long. What no literal exists for is named: `Map { … }`, `[Function: close]`.
 */
export function pretty(value: Plain): string {
  const text = layout(value, '');
  if (text.length <= VALUE_CHARACTERS) return text;
  const total = text.length.toLocaleString('en');
  return `${text.slice(0, VALUE_CHARACTERS)}… (${total} characters)`;
}

function layout(value: Plain, indent: string): string {
  const [open, parts, close] = opened(value, indent);
  if (parts === null) return open;
  if (parts.length === 0) return `${open}${close}`;
  const space = open.endsWith('[') || open.endsWith('(') ? '' : ' ';
  const line = `${open}${space}${parts.join(', ')}${space}${close}`;
  if (indent.length + line.length <= WIDTH && !line.includes('\n')) return line;
  const inner = `${indent}  `;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
}

type Laid = readonly [open: string, parts: readonly string[] | null, close: string];
const leaf = (text: string): Laid => [text, null, ''];

function opened(value: Plain, indent: string): Laid {
  const deeper = (inner: Plain): string => layout(inner, `${indent}  `);
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return leaf(String(value));
  }
  if (typeof value === 'string') return leaf(quote(value));
  if (isList(value)) return ['[', value.map(deeper), ']'];
  const tag = value['@'];
  if (typeof tag !== 'string') return ['{', pairs(value, deeper), '}'];
  return tagged(tag, value, deeper);
}

const pairs = (
  value: Readonly<Record<string, Plain>>,
  deeper: (inner: Plain) => string,
): string[] => Object.entries(value).map(([key, inner]) => `${name(key)}: ${deeper(inner)}`);

/** What JSON has no literal for: see {@link Plain}. */
function tagged(
  tag: string,
  value: Readonly<Record<string, Plain>>,
  deeper: (inner: Plain) => string,
): Laid {
  const said = typeof value.value === 'string' ? value.value : '';
  const entries = isList(value.entries) ? value.entries : [];
  switch (tag) {
    case 'undefined':
      return leaf('undefined');
    case 'number':
      return leaf(said);
    case 'bigint':
      return leaf(`${said}n`);
    case 'date':
      return leaf(said === 'Invalid Date' ? said : `new Date('${said}')`);
    case 'bytes':
      return leaf(`Buffer.from('${said}', 'base64')`);
    case 'map':
      return ['Map {', entries.map((entry) => pair(entry, ' => ', deeper)), '}'];
    case 'set':
      return ['Set {', entries.map(deeper), '}'];
    case 'error':
      return leaf(errorText(value.value));
    case 'function':
      return leaf(`[Function: ${said === '' ? 'anonymous' : said}]`);
    case 'symbol':
      return leaf(`Symbol(${said})`);
    case 'object':
      return [`${said} {`, entries.map((entry) => pair(entry, ': ', deeper)), '}'];
    case 'cycle':
      return leaf('[Circular]');
    case 'getter':
      return leaf(`[Getter threw: ${said}]`);
    case 'cut':
      return leaf(`[Left out: ${said}]`);
    default:
      return ['{', pairs(value, deeper), '}'];
  }
}

function pair(entry: Plain, between: string, deeper: (inner: Plain) => string): string {
  if (!isList(entry)) return deeper(entry);
  const [key = null, value = null] = entry;
  const left = between === ': ' && typeof key === 'string' ? name(key) : deeper(key);
  return `${left}${between}${deeper(value)}`;
}

function errorText(error: Plain | undefined): string {
  if (error === null || typeof error !== 'object' || isList(error)) return '[Error]';
  const part = (inner: Plain | undefined): string => (typeof inner === 'string' ? inner : '');
  return `[${part(error.name)}: ${part(error.message)}]`;
}

const name = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key));
const quote = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
const isList = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value);
