/** The part of Node's crypto that there is. */

declare module 'node:crypto' {
  type BinaryLike = string | NodeJS.ArrayBufferView;
  type BinaryToTextEncoding = 'base64' | 'base64url' | 'hex' | 'binary';

  interface Hash {
    update(data: BinaryLike): Hash;
    update(data: string, inputEncoding: BufferEncoding): Hash;
    digest(): Buffer;
    digest(encoding: BinaryToTextEncoding): string;
  }
  interface Hmac {
    update(data: BinaryLike): Hmac;
    update(data: string, inputEncoding: BufferEncoding): Hmac;
    digest(): Buffer;
    digest(encoding: BinaryToTextEncoding): string;
  }
  /** @param algorithm such as `sha256` */
  export function createHash(algorithm: string): Hash;
  export function createHmac(algorithm: string, key: BinaryLike): Hmac;
  export function randomBytes(size: number): Buffer;
  export function randomInt(max: number): number;
  export function randomInt(min: number, max: number): number;
  export function randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
  /** Compares without telling by its time where two texts of bytes differ. They must be as long. */
  export function timingSafeEqual(
    one: NodeJS.ArrayBufferView,
    other: NodeJS.ArrayBufferView,
  ): boolean;
}
