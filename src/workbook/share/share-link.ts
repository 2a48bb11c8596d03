import * as z from 'zod/mini';
import { FileTexts, LeakproofError, type LessonData } from '../../contract/index.ts';
import { formatCount } from '../numbers.ts';
import { refuseLength } from '../refusal.ts';

/** What mail and chats still let through as a link. */
export const MAX_LINK_CHARACTERS = 32_000;
/** What a link may unpack to. Reading stops there: a few bytes can unpack to gigabytes. */
const MAX_UNPACKED_BYTES = 400_000;
export const MAX_NAME_CHARACTERS = 40;

const PREFIX = 'share=';
const VERSION = '1';

/** A learner's texts in a link. */
export const Share = z.strictObject({
  lesson: z.string().check(z.maxLength(100)),
  /** Who shares it, as they put it; empty where they did not. No control or direction characters. */
  by: z.string().check(z.maxLength(MAX_NAME_CHARACTERS), z.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u)),
  /** Changed files only, and the print of the starter they were begun from. */
  texts: FileTexts,
  starter: z.string().check(z.maxLength(64)),
});
export type Share = z.infer<typeof Share>;

/** Whether a page's fragment carries somebody's texts. */
export const isShare = (hash: string): boolean => hash.startsWith(`#${PREFIX}`);

/**
 * The fragment of a link that carries these texts: `#share=1.…`. A fragment is never sent to a host.
 * @throws LeakproofError with one sentence where it would be too long to be sent
 */
export async function writeShare(share: Share): Promise<string> {
  const by = share.by.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  const bytes = new TextEncoder().encode(JSON.stringify({ ...share, by } satisfies Share));
  if (bytes.length > MAX_UNPACKED_BYTES) throw tooLong(bytes.length, MAX_UNPACKED_BYTES);
  const packed = await through(bytes, new CompressionStream('deflate'));
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join('');
  const letters = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const fragment = `#${PREFIX}${VERSION}.${letters}`;
  if (fragment.length <= MAX_LINK_CHARACTERS) return fragment;
  throw tooLong(fragment.length, MAX_LINK_CHARACTERS);
}

/**
 * What a fragment carries, for this lesson.
 * @throws LeakproofError with one sentence where it cannot be used, whole
 */
export async function readShare(hash: string, lesson: LessonData): Promise<Share> {
  const [version = '', letters = ''] = hash.slice(PREFIX.length + 1).split('.', 2);
  if (/^\d+$/.test(version) && version !== VERSION)
    throw refused('The link was made by another version of this workbook than the page has.');
  if (version !== VERSION || hash.length > MAX_LINK_CHARACTERS || !/^[\w-]+$/.test(letters))
    throw unreadable();
  const share = parse(await unpack(letters));
  if (share.lesson !== lesson.slug)
    throw refused('The link carries an answer to another lesson than this one.');
  const editable = lesson.manifest.files.filter((file) => file.editable).map(({ path }) => path);
  for (const [path, text] of Object.entries(share.texts)) {
    if (!editable.includes(path) || refuseLength(path, text.length) !== null)
      throw refused('The link carries a file that cannot be changed in this lesson.');
  }
  return share;
}

function parse(text: string): Share {
  try {
    return Share.parse(JSON.parse(text));
  } catch {
    throw unreadable();
  }
}

async function unpack(letters: string): Promise<string> {
  try {
    const binary = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream('deflate'), MAX_UNPACKED_BYTES);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable();
  }
}

/** @throws RangeError as soon as more than `most` bytes came out */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError('Too much came out.');
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const refused = (message: string): LeakproofError =>
  new LeakproofError({ code: 'file-refused', message });

const tooLong = (count: number, most: number): LeakproofError =>
  refused(
    `The link would carry ${formatCount(count)} characters, and ${formatCount(most)} is the most that one can: export your progress on the home page instead.`,
  );

const unreadable = (): LeakproofError =>
  refused('The link cannot be read: it was cut off on its way, or is not one of this workbook’s.');
