/** Reading and joining bytes; numbers are big-endian, as the protocol has them. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const encode = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

/** The code of a message type, which is its first byte. */
export const letter = (text: string): number => text.charCodeAt(0);

export const readUint16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

export const readInt32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 24) |
  ((bytes[at + 1] ?? 0) << 16) |
  ((bytes[at + 2] ?? 0) << 8) |
  (bytes[at + 3] ?? 0);

export const int32 = (value: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.of((value >> 24) & 255, (value >> 16) & 255, (value >> 8) & 255, value & 255);

/** A string as the protocol has it, with its zero byte. */
export const cstring = (text: string): Uint8Array<ArrayBuffer> => encode(`${text}\0`);

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** One message: its type, its length, its body. */
export function message(type: string, ...body: readonly Uint8Array[]): Uint8Array {
  const whole = join(body.length === 0 ? [new Uint8Array(0)] : body);
  return join([Uint8Array.of(letter(type)), int32(whole.length + 4), whole]);
}
