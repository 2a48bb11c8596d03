import { Buffer } from 'buffer/';
import type { Plain } from '../../../contract/index.ts';
import { fromBase64 } from './base64.ts';

type Tagged = Readonly<Record<string, Plain>>;

/** A value from the checks as the program is to see it. What a program cannot be given is undefined. */
export function decode(plain: Plain): unknown {
  if (typeof plain !== 'object' || plain === null) return plain;
  if (Array.isArray(plain)) return (plain as readonly Plain[]).map(decode);
  const record = plain as Tagged;
  if (Object.hasOwn(record, '@')) return decodeTagged(record);
  const fields = {};
  for (const key of Object.keys(record)) define(fields, key, decode(record[key] ?? null));
  return fields;
}

function decodeTagged(tagged: Tagged): unknown {
  const { value } = tagged;
  const text = typeof value === 'string' ? value : '';
  const kind = tagged['@'];
  switch (typeof kind === 'string' ? kind : '') {
    case 'number':
      return Number(text);
    case 'bigint':
      return BigInt(text);
    case 'date':
      return new Date(text);
    case 'bytes':
      return Buffer.from(fromBase64(text));
    case 'map':
      return new Map(pairsOf(tagged));
    case 'set':
      return new Set(listOf(tagged).map(decode));
    case 'symbol':
      return Symbol(text);
    case 'error':
      return decodeError(value);
    case 'object': {
      const fields = {};
      for (const [key, item] of pairsOf(tagged)) define(fields, String(key), item);
      return fields;
    }
    default:
      return undefined;
  }
}

function decodeError(value: Plain | undefined): Error {
  const { name, message } = value as { readonly name?: Plain; readonly message?: Plain };
  const error = new Error(typeof message === 'string' ? message : '');
  if (typeof name === 'string') define(error, 'name', name);
  return error;
}

function pairsOf(tagged: Tagged): [unknown, unknown][] {
  return listOf(tagged).map((pair) => {
    const [key, item] = pair as readonly Plain[];
    return [decode(key ?? null), decode(item ?? null)];
  });
}

function listOf(tagged: Tagged): readonly Plain[] {
  return Array.isArray(tagged.entries) ? (tagged.entries as readonly Plain[]) : [];
}

/** As JSON.parse does it: a key `__proto__` is a key like any other. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
