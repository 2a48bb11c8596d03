import type { Tenant } from '#contract';
import type { Hostile } from './hostile.ts';
import { nameOf, parentOf, relative, stemOf } from './paths.ts';
import type { Export } from './site.ts';

/** How a reference may carry what it says. What cannot be read so is passed over. */
interface Codec {
  readonly read: (text: string) => string | null;
  readonly write: (text: string) => string;
}

const CODECS: readonly Codec[] = [
  { read: (text) => text, write: (text) => text },
  { read: fromBase64, write: (text) => toBase64(text, false) },
  { read: fromBase64, write: (text) => toBase64(text, true) },
  { read: fromHex, write: toHex },
  { read: fromUri, write: encodeURIComponent },
];

/**
 * An own reference with another’s names in the place of one’s own: where a reference says whose it
 * is, or which file, somebody will write something else there.
 */
export function tamperedReferences(own: Export, target: Export): Hostile[] {
  if (typeof own.ref !== 'string') return [];
  const tampered = new Set<string>();
  const { ref } = own;
  for (const { read, write } of CODECS) {
    for (const [before, part, after] of partsOf(ref)) {
      const text = read(part);
      if (text === null) continue;
      for (const changed of changesOf(text, own, target)) {
        tampered.add(`${before}${write(changed)}${after}`);
      }
    }
  }
  tampered.delete(ref);
  return [...tampered].map((value) => ({ kind: 'rest', value }));
}

/** The whole, and each part between separators with what stands around it. */
function partsOf(ref: string): (readonly [before: string, part: string, after: string])[] {
  const parts = [...ref.matchAll(/[^:.|~/]+/g)].map(
    ({ 0: part, index }) => [ref.slice(0, index), part, ref.slice(index + part.length)] as const,
  );
  return [['', ref, ''], ...(parts.length > 1 ? parts : [])];
}

function changesOf(text: string, own: Export, target: Export): string[] {
  const asOther = (one: string): string =>
    swap(one, own.owner, target.owner).replaceAll(nameOfFolder(own), nameOfFolder(target));
  const [mine, theirs] = [stemOf(nameOf(own.file)), stemOf(nameOf(target.file))];
  const ways = [relative(parentOf(own.file), target.file), target.file];
  const into = [theirs, ...ways, ...ways.map(stemOf)];
  const changed = [asOther(text)];
  for (const way of into) {
    changed.push(
      text.replaceAll(mine, () => way),
      asOther(text).replaceAll(mine, () => way),
    );
    changed.push(text.replaceAll(nameOf(own.file), () => way));
  }
  // Where a part names no file at all, it may be followed by one.
  return [...new Set(changed)].filter((one) => one !== text);
}

const nameOfFolder = ({ file }: Export): string => nameOf(parentOf(file)) || ' ';

const swap = (text: string, own: Tenant, other: Tenant): string =>
  text.replaceAll(own.id, () => other.id);

/** Only what is printable was text. */
const readable = (text: string): string | null => (/^[\x20-\x7e]+$/.test(text) ? text : null);

function fromBase64(text: string): string | null {
  if (!/^[\w+/-]{4,}={0,2}$/.test(text)) return null;
  try {
    return readable(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return null;
  }
}

const toBase64 = (text: string, isUrl: boolean): string => {
  const base64 = btoa(text.replace(/[^\x20-\x7e]/g, '?'));
  return isUrl ? base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') : base64;
};

function fromHex(text: string): string | null {
  if (!/^(?:[0-9a-f]{2}){4,}$/i.test(text)) return null;
  return readable(
    (text.match(/../g) ?? []).map((two) => String.fromCharCode(parseInt(two, 16))).join(''),
  );
}

function toHex(text: string): string {
  return [...text].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function fromUri(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text);
    return decoded === text ? null : decoded;
  } catch {
    return null;
  }
}
