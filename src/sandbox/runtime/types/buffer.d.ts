/** The package `buffer`, as far as the runtime itself uses it. */
export class Buffer extends Uint8Array<ArrayBuffer> {
  static from(data: string, encoding?: string): Buffer;
  static from(data: ArrayBufferLike, offset?: number, length?: number): Buffer;
  static from(data: Uint8Array | readonly number[]): Buffer;
  static concat(parts: readonly Uint8Array[]): Buffer;
  override slice(start?: number, end?: number): Buffer;
  override toString(encoding?: string): string;
  equals(other: Uint8Array): boolean;
  readUIntBE(offset: number, length: number): number;
}
declare const contents: Readonly<Record<string, unknown>>;
export default contents;
