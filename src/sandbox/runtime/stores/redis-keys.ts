import { matchesGlob } from './glob.ts';

interface Entry {
  value: string;
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

/** The keys of one Redis server: strings with a time to live. It is empty at every load. */
export class RedisKeys {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #serial = 0;

  /** @param now the server's clock, in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  get(key: string): string | null {
    return this.#live(key)?.value ?? null;
  }

  /** @param expires when, in milliseconds since 1970 */
  set(key: string, value: string, expires: Expiry): void {
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
    const text = this.get(key) ?? '0';
    const sum = (integerOf(text) ?? notAnInteger()) + change;
    if (BigInt.asIntN(64, sum) !== sum) {
      throw new RedisError('ERR increment or decrement would overflow');
    }
    this.set(key, String(sum), 'keep');
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

function notAnInteger(): never {
  throw new RedisError('ERR value is not an integer or out of range');
}
