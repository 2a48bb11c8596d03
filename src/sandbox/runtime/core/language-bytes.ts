/**
 * Bytes as text, for a realm that has no methods for it.
 * Source: ECMA-262 (2026), "Properties of the Uint8Array Constructor".
 */

interface Base64Options {
  readonly alphabet?: 'base64' | 'base64url';
  readonly omitPadding?: boolean;
}

const HEX = /^(?:[0-9a-f]{2})*$/i;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export const bytesMethods = {
  toHex(this: Uint8Array): string {
    return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
  },
  toBase64(this: Uint8Array, { alphabet, omitPadding }: Base64Options = {}): string {
    let text = '';
    for (let at = 0; at < this.length; at += 3) {
      const [a = 0, b = 0, c = 0] = this.subarray(at, at + 3);
      const group = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
      const used = Math.min(this.length - at, 3) + 1;
      text += group.map((six, i) => (i < used ? DIGITS[six] : '=')).join('');
    }
    if (omitPadding) text = text.replaceAll('=', '');
    return alphabet === 'base64url' ? text.replaceAll('+', '-').replaceAll('/', '_') : text;
  },
};

export const bytesFrom = {
  fromHex(text: string): Uint8Array {
    if (!HEX.test(text)) throw new SyntaxError('Input string is not valid hex');
    return Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  },
  fromBase64(text: string, { alphabet }: Base64Options = {}): Uint8Array {
    const plain = text.replaceAll(/[\t\n\f\r ]/g, '');
    const digits = alphabet === 'base64url' ? `${DIGITS.slice(0, 62)}-_` : DIGITS;
    const [, body = '', padding = ''] = /^([^=]*)(=*)$/.exec(plain) ?? [];
    const sixes = Array.from(body, (digit) => digits.indexOf(digit));
    const isPadded = padding === '' || (body.length + padding.length) % 4 === 0;
    if (body + padding !== plain || sixes.includes(-1) || body.length % 4 === 1 || !isPadded) {
      throw new SyntaxError('The string to be decoded is not correctly encoded.');
    }
    const bits = sixes.map((six) => six.toString(2).padStart(6, '0')).join('');
    return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
  },
};
