import { matchesGlob } from './glob.ts';

/** Fields by name. */
type Hash = Map<string, string>;

interface Entry {
  value: string | Hash;
  /** Milliseconds since 1970; null where it does not expire. */
  expires: number | null;
  /** Grows with every key that is made: where a scan goes on. */
  readonly serial: number;
}

/** An error reply of the server, as a Redis client throws it. */
export class RedisError extends Error {
  override readonly name: string = 'SimpleError';
}

export type Expiry = number | 'keep' | null;

/** The keys of one Redis server: strings and hashes with a time to live. */
export class RedisKeys {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #serial = 0;

  /** @param now the server's clock, in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws RedisError where it is a hash */
  get(key: string): string | null {
    const { value = null } = this.#live(key) ?? {};
    return value instanceof Map ? wrongType() : value;
  }

  /** Null also for a hash. */
  string(key: string): string | null {
    const { value = null } = this.#live(key) ?? {};
    return typeof value === 'string' ? value : null;
  }

  /** The names of its fields; none for a string. */
  fields(key: string): string[] {
    const { value = null } = this.#live(key) ?? {};
    return value instanceof Map ? [...value.keys()] : [];
  }

  /** The fields of a hash, to be read; none where there is no such key. @throws RedisError where it is a string */
  hash(key: string): ReadonlyMap<string, string> {
    return this.#hash(key) ?? new Map();
  }

  /** How many of the fields are new. @throws RedisError where the key is a string */
  setFields(key: string, fields: ReadonlyMap<string, string>): number {
    const hash = this.#hash(key) ?? new Map<string, string>();
    const before = hash.size;
    for (const [field, value] of fields) hash.set(field, value);
    if (before === 0) this.#put(key, hash, null);
    return hash.size - before;
  }

  /** How many there were. A hash without a field is no key. @throws RedisError where it is a string */
  deleteFields(key: string, fields: readonly string[]): number {
    const hash = this.#hash(key);
    const count = fields.filter((field) => hash?.delete(field)).length;
    if (hash?.size === 0) this.delete(key);
    return count;
  }

  #hash(key: string): Hash | null {
    const { value = null } = this.#live(key) ?? {};
    return typeof value === 'string' ? wrongType() : value;
  }

  /** @param expires when, in milliseconds since 1970 */
  set(key: string, value: string, expires: Expiry): void {
    this.#put(key, value, expires);
  }

  #put(key: string, value: string | Hash, expires: Expiry): void {
    const before = this.#live(key);
    const at = expires === 'keep' ? (before?.expires ?? null) : expires;
    if (before !== null) {
      before.value = value;
      before.expires = at;
    } else {
      this.#serial += 1;
      this.#entries.set(key, { value, expires: at, serial: this.#serial });
    }
  }

  delete(key: string): boolean {
    return this.#live(key) !== null && this.#entries.delete(key);
  }

  has(key: string): boolean {
    return this.#live(key) !== null;
  }

  /** @throws RedisError where the value is no integer of 64 bits, or would no longer be one */
  add(key: string, change: bigint): number {
    const sum = sumOf(this.get(key), change, 'value is not an integer or out of range');
    this.set(key, String(sum), 'keep');
    return Number(sum);
  }

  /** The same for a field. @throws RedisError as {@link add} */
  addToField(key: string, field: string, change: bigint): number {
    const text = this.hash(key).get(field) ?? null;
    const sum = sumOf(text, change, 'hash value is not an integer');
    this.setFields(key, new Map([[field, String(sum)]]));
    return Number(sum);
  }

  /** Null: no such key. `expires: null`: it has no time to live. */
  expiry(key: string): { readonly expires: number | null } | null {
    return this.#live(key);
  }

  /** False where there is no such key. A time that has passed removes it. */
  expireAt(key: string, expires: number | null): boolean {
    const entry = this.#live(key);
    if (entry === null) return false;
    entry.expires = expires;
    return true;
  }

  keys(pattern: string): string[] {
    return [...this.#entries.keys()].filter(
      (key) => this.#live(key) !== null && matchesGlob(pattern, key),
    );
  }

  /** One step of a scan: `count` keys are looked at, of which those that match come back. */
  scan(cursor: number, pattern: string, count: number): { next: number; keys: string[] } {
    const rest = [...this.#entries].filter(
      ([key, { serial }]) => serial > cursor && this.#live(key) !== null,
    );
    const looked = rest.slice(0, count);
    const last = looked.at(-1);
    return {
      next: last === undefined || looked.length === rest.length ? 0 : last[1].serial,
      keys: looked.map(([key]) => key).filter((key) => matchesGlob(pattern, key)),
    };
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.keys('*').length;
  }

  #live(key: string): Entry | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.expires === null || entry.expires > this.#now()) return entry;
    this.#entries.delete(key);
    return null;
  }
}

function integerOf(text: string): bigint | null {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return null;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : null;
}

function sumOf(text: string | null, change: bigint, notAnInteger: string): bigint {
  const value = integerOf(text ?? '0');
  if (value === null) throw new RedisError(`ERR ${notAnInteger}`);
  const sum = value + change;
  if (BigInt.asIntN(64, sum) === sum) return sum;
  throw new RedisError('ERR increment or decrement would overflow');
}

function wrongType(): never {
  throw new RedisError('WRONGTYPE Operation against a key holding the wrong kind of value');
}
