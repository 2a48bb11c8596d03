import { Buffer } from 'buffer/';
import { inspect } from '../node/inspect.ts';
import { RedisError, type Expiry } from './redis-keys.ts';

/** Options of `set`: those of node-redis 4 and those of 5. */
export interface SetOptions {
  readonly EX?: number;
  readonly PX?: number;
  readonly EXAT?: number;
  readonly PXAT?: number;
  readonly KEEPTTL?: boolean;
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly GET?: boolean;
  readonly condition?: 'NX' | 'XX';
  readonly expiration?: 'KEEPTTL' | { readonly type: string; readonly value?: number };
}

export interface ScanOptions {
  readonly MATCH?: string;
  readonly COUNT?: number;
  readonly TYPE?: string;
  readonly cursor?: string;
}

export type ExpireMode = 'NX' | 'XX' | 'GT' | 'LT';

/** What the client sends: text. @throws TypeError for anything that it would not send */
export function text(value: unknown, position: number): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  throw new TypeError(
    `"arguments[${position}]" must be of type "string | Buffer", got ${typeof value} instead.`,
  );
}

/** Keys, one by one or as lists. @throws RedisError where there is none */
export function keyList(keys: readonly unknown[]): string[] {
  const names = keys.flat().map((key) => text(key, 1));
  if (names.length === 0) throw new RedisError('ERR wrong number of arguments');
  return names;
}

/** @throws RedisError as the server answers for what is no integer */
export function integer(value: unknown): number {
  const given = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof given === 'number' && Number.isSafeInteger(given)) return given;
  throw new RedisError(`ERR value is not an integer or out of range: ${inspect(value)}`);
}

/** When a key that is set now expires. @throws RedisError for a time that is not after zero */
export function expiryOf(options: SetOptions, now: number): Expiry {
  const { expiration } = options;
  if (options.KEEPTTL === true || expiration === 'KEEPTTL') return 'keep';
  const given: SetOptions =
    expiration === undefined ? options : { [expiration.type]: expiration.value };
  if (expiration?.type === 'KEEPTTL') return 'keep';
  if (given.EX !== undefined) return now + positive(given.EX) * 1000;
  if (given.PX !== undefined) return now + positive(given.PX);
  if (given.EXAT !== undefined) return positive(given.EXAT) * 1000;
  if (given.PXAT !== undefined) return positive(given.PXAT);
  return null;
}

function positive(value: number): number {
  const time = integer(value);
  if (time > 0) return time;
  throw new RedisError("ERR invalid expire time in 'set' command");
}
