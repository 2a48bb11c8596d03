/** Bytes, with Node's encodings. */

type BufferEncoding =
  | 'ascii'
  | 'utf8'
  | 'utf-8'
  | 'utf16le'
  | 'utf-16le'
  | 'ucs2'
  | 'ucs-2'
  | 'base64'
  | 'base64url'
  | 'latin1'
  | 'binary'
  | 'hex';

interface Buffer<Memory extends ArrayBufferLike = ArrayBufferLike> extends Uint8Array<Memory> {
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  toJSON(): { type: 'Buffer'; data: number[] };
  equals(other: Uint8Array): boolean;
  compare(target: Uint8Array): -1 | 0 | 1;
  copy(target: Uint8Array, targetStart?: number, start?: number, end?: number): number;
  write(text: string, encoding?: BufferEncoding): number;
  slice(start?: number, end?: number): Buffer<ArrayBuffer>;
  subarray(start?: number, end?: number): Buffer<Memory>;
  readUInt8(offset?: number): number;
  readUInt16BE(offset?: number): number;
  readUInt32BE(offset?: number): number;
  readInt32BE(offset?: number): number;
  writeUInt8(value: number, offset?: number): number;
  writeUInt16BE(value: number, offset?: number): number;
  writeUInt32BE(value: number, offset?: number): number;
  writeInt32BE(value: number, offset?: number): number;
}

interface BufferConstructor {
  from(text: string, encoding?: BufferEncoding): Buffer;
  from(data: Uint8Array | readonly number[]): Buffer;
  from(memory: ArrayBuffer | SharedArrayBuffer, offset?: number, length?: number): Buffer;
  alloc(size: number, fill?: string | Uint8Array | number, encoding?: BufferEncoding): Buffer;
  allocUnsafe(size: number): Buffer;
  concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
  compare(one: Uint8Array, other: Uint8Array): -1 | 0 | 1;
  byteLength(
    text: string | ArrayBuffer | NodeJS.ArrayBufferView,
    encoding?: BufferEncoding,
  ): number;
  isBuffer(value: any): value is Buffer;
  isEncoding(encoding: string): encoding is BufferEncoding;
}
declare var Buffer: BufferConstructor;

declare namespace NodeJS {
  type ArrayBufferView = Uint8Array | DataView;
}

declare module 'node:buffer' {
  const bufferOfModule: BufferConstructor;
  export { bufferOfModule as Buffer };
}
