import type { CallOutcome, Plain } from '../../contract/index.ts';

/** A scalar under the name of a property: what tells a row's short key from any other number. */
export interface NamedScalar {
  readonly name: string;
  readonly value: string;
}

/** All that can be read off a value: its texts, and its scalars with their names. */
export interface Readable {
  readonly texts: readonly string[];
  readonly named: readonly NamedScalar[];
}

/** Everything in an outcome that somebody who gets it can read, also in an error's properties. */
export function readOutcome(outcome: CallOutcome): Readable {
  if (outcome.kind === 'unsettled') return { texts: [], named: [] };
  if (outcome.kind === 'returned') return readPlain(outcome.value);
  const { name, message, code, value } = outcome.error;
  return readPlain([name, message, code, value]);
}

/** Everything in a value that can be read: also keys, and bytes as text. */
export function readPlain(value: Plain): Readable {
  const texts: string[] = [];
  const named: NamedScalar[] = [];
  const walk = (inner: Plain, name: string): void => {
    if (inner === null || typeof inner === 'boolean') return;
    if (typeof inner === 'string' || typeof inner === 'number') {
      texts.push(String(inner));
      named.push({ name, value: String(inner) });
    } else if (isList(inner)) {
      // A pair of a Map or a class: its first is the name of its second.
      const [key] = inner;
      for (const each of inner) walk(each, inner.length === 2 && isText(key) ? key : name);
    } else if (inner['@'] === 'bytes' && isText(inner.value)) {
      texts.push(fromBase64(inner.value));
    } else {
      for (const [key, each] of Object.entries(inner)) {
        texts.push(key);
        walk(each, key === 'value' && isText(inner['@']) ? name : key);
      }
    }
  };
  walk(value, '');
  return { texts, named };
}

/** Bytes as text, one character each: what we look for is ASCII. */
function fromBase64(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return base64;
  }
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
const isText = (value: Plain | undefined): value is string => typeof value === 'string';
