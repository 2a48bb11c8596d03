import { hmac } from '@noble/hashes/hmac.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer/';
import { reply } from '../core/gates.ts';
import { fillRandom } from './random.ts';

type Data = string | Uint8Array | ArrayBufferView;
type Encoding = string | undefined;

const HASHES = { md5, ripemd160, sha1, sha224, sha256, sha384, sha512 } as const;
type Algorithm = (typeof HASHES)[keyof typeof HASHES];
type Running = ReturnType<Algorithm['create']>;

function algorithmOf(name: unknown): Algorithm {
  const key = String(name).toLowerCase().replace(/^rsa-/, '').replace('-', '');
  if (Object.hasOwn(HASHES, key)) return HASHES[key as keyof typeof HASHES];
  throw Object.assign(
    new Error(`Digest method not supported: this sandbox has ${Object.keys(HASHES).join(', ')}`),
    { code: 'ERR_CRYPTO_INVALID_DIGEST' },
  );
}

function bytesOf(data: unknown, encoding?: Encoding): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  throw invalidArgument('The "data" argument must be of type string or an instance of Buffer.');
}

function invalidArgument(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}

/** Node's Hash and Hmac: update as often as you like, digest once. */
class Digest {
  readonly #running: Pick<Running, 'update' | 'digest' | 'clone'>;
  #done = false;

  constructor(running: Pick<Running, 'update' | 'digest' | 'clone'>) {
    this.#running = running;
  }

  update(data: unknown, encoding?: Encoding): this {
    this.#open();
    this.#running.update(bytesOf(data, encoding));
    return this;
  }

  digest(encoding?: Encoding): unknown {
    this.#open();
    this.#done = true;
    const bytes = Buffer.from(this.#running.digest());
    return encoding === undefined || encoding === 'buffer' ? bytes : bytes.toString(encoding);
  }

  copy(): Digest {
    this.#open();
    return new Digest(this.#running.clone() as Running);
  }

  #open(): void {
    if (!this.#done) return;
    throw Object.assign(new Error('Digest already called'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  }
}

/** @throws RangeError past 2^31 - 1, as in Node */
export function randomBytes(
  size: unknown,
  callback?: (e: null, bytes: Uint8Array) => void,
): unknown {
  if (typeof size !== 'number')
    throw invalidArgument('The "size" argument must be of type number.');
  if (!(size >= 0 && size < 2 ** 31)) {
    throw Object.assign(new RangeError('The value of "size" is out of range.'), {
      code: 'ERR_OUT_OF_RANGE',
    });
  }
  const bytes = Buffer.from(fillRandom(new Uint8Array(size)).buffer);
  if (callback === undefined) return bytes;
  reply('random bytes', () => callback(null, bytes));
  return undefined;
}

function randomUUID(): string {
  const bytes = fillRandom(new Uint8Array(16));
  // RFC 9562: version 4, variant 10.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, at) => hex.slice(cuts[at], end))
    .join('-');
}

function randomInt(first: number, second?: number): number {
  const [low, high] = second === undefined ? [0, first] : [first, second];
  const range = high - low;
  if (!Number.isSafeInteger(range) || range <= 0 || range >= 2 ** 48) {
    throw Object.assign(new RangeError('The value of "max" is out of range.'), {
      code: 'ERR_OUT_OF_RANGE',
    });
  }
  const limit = 2 ** 48 - (2 ** 48 % range);
  for (;;) {
    const value = Buffer.from(fillRandom(new Uint8Array(6))).readUIntBE(0, 6);
    if (value < limit) return low + (value % range);
  }
}

function timingSafeEqual(a: unknown, b: unknown): boolean {
  const [left, right] = [bufferOf(a), bufferOf(b)];
  if (left.length !== right.length) {
    throw Object.assign(new RangeError('Input buffers must have the same byte length'), {
      code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
    });
  }
  let different = 0;
  for (let at = 0; at < left.length; at += 1) different |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return different === 0;
}

function bufferOf(value: unknown): Uint8Array {
  if (ArrayBuffer.isView(value)) return bytesOf(value);
  throw invalidArgument('The argument must be an instance of ArrayBuffer, Buffer or DataView.');
}

function notEmulated(): Promise<never> {
  return Promise.reject(new Error("This sandbox's crypto.subtle has digest, and nothing else."));
}

/** The global `crypto`: random values and `subtle.digest`. */
export const webcrypto = {
  getRandomValues: <T extends ArrayBufferView>(target: T): T => {
    const bytes = new Uint8Array(target.byteLength);
    fillRandom(bytes);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes);
    return target;
  },
  randomUUID,
  subtle: {
    digest: async (algorithm: string | { readonly name: string }, data: Data): Promise<unknown> => {
      const name = typeof algorithm === 'string' ? algorithm : algorithm.name;
      return Uint8Array.from(algorithmOf(name)(bytesOf(data))).buffer;
    },
    deriveBits: notEmulated,
    encrypt: notEmulated,
    decrypt: notEmulated,
    importKey: notEmulated,
    sign: notEmulated,
    verify: notEmulated,
  },
};

/**
 * `node:crypto`: hashes, HMACs and random values. Not emulated: ciphers, keys, signatures, scrypt,
 * pbkdf2, streams.
 */
export const cryptoModule = {
  createHash: (algorithm: unknown): Digest => new Digest(algorithmOf(algorithm).create()),
  createHmac: (algorithm: unknown, key: unknown): Digest =>
    new Digest(hmac.create(algorithmOf(algorithm), bytesOf(key))),
  hash: (algorithm: unknown, data: unknown, encoding = 'hex'): unknown =>
    new Digest(algorithmOf(algorithm).create()).update(data).digest(encoding),
  getHashes: (): string[] => Object.keys(HASHES),
  getRandomValues: webcrypto.getRandomValues,
  randomBytes,
  randomFillSync: webcrypto.getRandomValues,
  randomInt,
  randomUUID,
  timingSafeEqual,
  webcrypto,
  subtle: webcrypto.subtle,
};
