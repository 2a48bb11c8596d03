import type { SqlError, TransactionStatus } from '../../contract/index.ts';
import { cstring, encode, int32, join, message } from './bytes.ts';

/** Messages that the server itself writes. Source: PostgreSQL documentation, "Message Formats". */

/** SSLRequest and GSSENCRequest are answered by one byte and no message. */
export const NO_ENCRYPTION = encode('N');

export const AUTHENTICATION_OK = message('R', int32(0));

export const parameterStatus = (name: string, value: string): Uint8Array =>
  message('S', cstring(name), cstring(value));

export const backendKeyData = (process: number, secret: number): Uint8Array =>
  message('K', int32(process), int32(secret));

const STATUS_LETTER = { idle: 'I', open: 'T', failed: 'E' } as const;

export const readyForQuery = (status: TransactionStatus): Uint8Array =>
  message('Z', encode(STATUS_LETTER[status]));

/** We speak 3.0 and know no protocol options. */
export const negotiateVersion = (unknownOptions: readonly string[]): Uint8Array =>
  message('v', int32(3 << 16), int32(unknownOptions.length), ...unknownOptions.map(cstring));

/** An ErrorResponse. */
export function errorResponse(
  error: Pick<SqlError, 'severity' | 'code' | 'message'> & { hint?: string },
): Uint8Array {
  const fields: [string, string][] = [
    ['S', error.severity],
    ['V', error.severity],
    ['C', error.code],
    ['M', error.message],
  ];
  if (error.hint !== undefined) fields.push(['H', error.hint]);
  return message(
    'E',
    join(fields.map(([field, value]) => cstring(field + value))),
    Uint8Array.of(0),
  );
}

export const fatal = (code: string, text: string): Uint8Array =>
  errorResponse({ severity: 'FATAL', code, message: text });
