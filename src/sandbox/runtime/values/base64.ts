import { NativeUint8Array } from '../core/captured.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The first bytes as base64, with nothing that the program could have replaced. */
export function toBase64(bytes: Uint8Array, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += 3) {
    const left = length - at;
    const triple =
      ((bytes[at] ?? 0) << 16) |
      ((left > 1 ? (bytes[at + 1] ?? 0) : 0) << 8) |
      (left > 2 ? (bytes[at + 2] ?? 0) : 0);
    text += ALPHABET[(triple >> 18) & 63] ?? '';
    text += ALPHABET[(triple >> 12) & 63] ?? '';
    text += left > 1 ? (ALPHABET[(triple >> 6) & 63] ?? '') : '=';
    text += left > 2 ? (ALPHABET[triple & 63] ?? '') : '=';
  }
  return text;
}

/** The bytes of base64 text; what is no base64 is passed over. */
export function fromBase64(text: string): Uint8Array {
  const digits: number[] = [];
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit >= 0) digits.push(digit);
  }
  const bytes = new NativeUint8Array(Math.floor((digits.length * 3) / 4));
  for (let at = 0, out = 0; out < bytes.length; at += 4) {
    const triple =
      ((digits[at] ?? 0) << 18) |
      ((digits[at + 1] ?? 0) << 12) |
      ((digits[at + 2] ?? 0) << 6) |
      (digits[at + 3] ?? 0);
    for (let shift = 16; shift >= 0 && out < bytes.length; shift -= 8, out += 1) {
      bytes[out] = (triple >> shift) & 255;
    }
  }
  return bytes;
}
