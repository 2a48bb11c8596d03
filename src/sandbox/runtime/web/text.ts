import { Buffer } from 'buffer/';

/** The global TextEncoder. */
export class TextEncoder {
  readonly encoding = 'utf-8';

  encode(text: unknown = ''): Uint8Array {
    // A copy: a Buffer may be a part of a larger pool.
    return Uint8Array.from(Buffer.from(String(text), 'utf8'));
  }

  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    let read = 0;
    let written = 0;
    for (const character of text) {
      const bytes = Buffer.from(character, 'utf8');
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }
}

const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'utf8',
  utf8: 'utf8',
  'utf-16le': 'utf16le',
  ascii: 'latin1',
  latin1: 'latin1',
  'iso-8859-1': 'latin1',
  'windows-1252': 'latin1',
};

/** The global TextDecoder, for UTF-8, UTF-16LE and Latin-1. `stream` keeps a character that is cut. */
export class TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  readonly #name: string;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(encoding: unknown = 'utf-8', options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    const label = String(encoding).trim().toLowerCase();
    const name = ENCODINGS[label];
    if (name === undefined) {
      throw Object.assign(new RangeError(`The "${String(encoding)}" encoding is not supported`), {
        code: 'ERR_ENCODING_NOT_SUPPORTED',
      });
    }
    this.#name = name;
    this.encoding = label === 'utf8' ? 'utf-8' : label;
    this.fatal = options.fatal === true;
    this.ignoreBOM = options.ignoreBOM === true;
  }

  decode(data?: ArrayBuffer | ArrayBufferView, options: { stream?: boolean } = {}): string {
    const bytes = Buffer.concat([this.#rest, bytesOf(data)]);
    const end = options.stream === true ? this.#whole(bytes) : bytes.length;
    this.#rest = bytes.slice(end);
    const whole = bytes.slice(0, end);
    const text = whole.toString(this.#name);
    if (this.fatal && this.#name === 'utf8' && !Buffer.from(text, 'utf8').equals(whole)) {
      throw Object.assign(new TypeError('The encoded data was not valid for encoding utf-8'), {
        code: 'ERR_ENCODING_INVALID_ENCODED_DATA',
      });
    }
    return !this.ignoreBOM && text.startsWith('\ufeff') ? text.slice(1) : text;
  }

  /** Where the last whole character ends. */
  #whole(bytes: Uint8Array): number {
    if (this.#name !== 'utf8')
      return bytes.length - (this.#name === 'utf16le' ? bytes.length % 2 : 0);
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
      const byte = bytes[bytes.length - back] ?? 0;
      if (byte < 0x80) break;
      if (byte >= 0xc0) {
        const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
        return needs > back ? bytes.length - back : bytes.length;
      }
    }
    return bytes.length;
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView | undefined): Uint8Array {
  if (data === undefined) return new Uint8Array(0);
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}
