import { MAX_FILE_CHARACTERS, type Fault, type FileTexts } from '../contract/index.ts';
import { formatCount } from './numbers.ts';
import { placeOf } from './places.ts';

/** Refuses a text that is too long to keep, before it gets anywhere. Null where it is fine. */
export function refuseLength(path: string, length: number): Fault | null {
  if (length <= MAX_FILE_CHARACTERS) return null;
  const message =
    `${path} would hold ${formatCount(length)} characters; ` +
    `a file may hold ${formatCount(MAX_FILE_CHARACTERS)}. The text is as it was before.`;
  return { code: 'file-refused', message, file: path };
}

/** Refuses what cannot be sent. A NUL ends a message of the wire protocol: SQL behind it would be lost. */
export function refuseTexts(texts: FileTexts): Fault | null {
  for (const [path, text] of Object.entries(texts)) {
    const tooLong = refuseLength(path, text.length);
    if (tooLong !== null) return tooLong;
    const at = text.indexOf('\0');
    if (at >= 0) return { ...nulFault(path), ...placeOf(text, at) };
  }
  return null;
}

function nulFault(path: string): Fault {
  const reason = path.endsWith('.sql') ? ', which PostgreSQL cannot read' : '';
  return {
    code: 'file-refused',
    message: `${path} holds a NUL character${reason}. Nothing was run.`,
    file: path,
  };
}
