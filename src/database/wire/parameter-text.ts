import { decode } from './bytes.ts';
import type { RawParameter } from './frontend-step.ts';

/** What an event keeps of a text or a parameter, so that a value of 10 MB is not kept twice. */
const MOST = 10_000;

export const cutText = (text: string): string =>
  text.length > MOST ? `${text.slice(0, MOST)}…` : text;

/** OIDs of the types whose binary form is shown as text. Source: PostgreSQL, pg_type.dat. */
const BOOL = 16;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const TEXT = 25;
const FLOAT4 = 700;
const FLOAT8 = 701;
const VARCHAR = 1043;
const UUID = 2950;

/**
 * A parameter as a reader would write it: the text, or for a binary one of a simple declared type
 * its text form, or else `\x` and its bytes in hex.
 * @param type the OID that Parse declared; 0 where it left that to the server
 */
export function parameterText(parameter: RawParameter | null, type: number): string | null {
  if (!parameter) return null;
  const { bytes, binary } = parameter;
  if (!binary) return cutText(decode(bytes.subarray(0, 4 * MOST)));
  return binaryText(bytes, type) ?? `\\x${hex(bytes.subarray(0, MOST / 2))}`;
}

function binaryText(bytes: Uint8Array, type: number): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (type) {
    case BOOL:
      return bytes.length === 1 ? (bytes[0] ? 't' : 'f') : null;
    case INT2:
      return bytes.length === 2 ? String(view.getInt16(0)) : null;
    case INT4:
      return bytes.length === 4 ? String(view.getInt32(0)) : null;
    case INT8:
      return bytes.length === 8 ? String(view.getBigInt64(0)) : null;
    case FLOAT4:
      return bytes.length === 4 ? String(view.getFloat32(0)) : null;
    case FLOAT8:
      return bytes.length === 8 ? String(view.getFloat64(0)) : null;
    case TEXT:
    case VARCHAR:
      return cutText(decode(bytes.subarray(0, 4 * MOST)));
    case UUID:
      return bytes.length === 16
        ? hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
        : null;
    default:
      return null;
  }
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
