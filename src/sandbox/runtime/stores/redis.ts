/* eslint-disable @typescript-eslint/prefer-promise-reject-errors -- what was caught is passed on */

import { EventEmitter } from '../node/events.ts';
import { currentCall } from '../core/context.ts';
import { reply } from '../core/gates.ts';
import { trace } from '../core/trace.ts';
import { host } from '../host.ts';
import { RedisError, RedisKeys } from './redis-keys.ts';
import {
  expiryOf,
  integer,
  keyList,
  text,
  type ExpireMode,
  type ScanOptions,
  type SetOptions,
} from './redis-arguments.ts';

const newServer = (): RedisKeys => new RedisKeys(() => host.now());

let server = newServer();

/** A new load finds an empty server, unless it is to find that of the load before. */
export function resetRedis(): void {
  server = newServer();
}

/** What the server of this load holds. */
export const keysOfServer = (): RedisKeys => server;

export interface Answer<T> {
  readonly result: T;
  /** Of a read: whether it found something. */
  readonly hit?: boolean;
  readonly value?: string | null;
  /** Of a write: seconds it is kept. */
  readonly ttl?: number;
}

/**
 * The client of `redis` (node-redis 5), on a server of its own that starts empty. Emulated: strings
 * and their time to live, by the commands below, also in capitals and in lower case, and hashes, in
 * `redis-hashes.ts`. `connect` and `close` succeed and change nothing but `isOpen`. Not emulated:
 * the time to live of a field, lists, sets, streams, transactions, scripts, publish and subscribe, eviction, and a server that cannot be reached.
 * As in version 5, `scanIterator` gives lists of keys and `expire` a number.
 * Source: the documentation of each command on redis.io; the README of node-redis.
 */
export class RedisStrings extends EventEmitter {
  isOpen = false;
  isReady = false;

  async connect(): Promise<this> {
    this.isOpen = true;
    this.isReady = true;
    this.emit('connect');
    this.emit('ready');
    return this;
  }

  async #leave(): Promise<string> {
    this.isOpen = false;
    this.isReady = false;
    this.emit('end');
    return 'OK';
  }

  readonly quit = (): Promise<string> => this.#leave();
  readonly disconnect = this.quit;
  readonly close = this.quit;
  readonly destroy = (): void => void this.#leave();

  async ping(): Promise<string> {
    return this.ask('ping', [], () => ({ result: 'PONG' }));
  }

  get(key: unknown): Promise<string | null> {
    return this.ask('get', [text(key, 1)], ([name = '']) => found(server.get(name)));
  }

  getDel(key: unknown): Promise<string | null> {
    return this.ask('getdel', [text(key, 1)], ([name = '']) => {
      const value = server.get(name);
      server.delete(name);
      return found(value);
    });
  }

  mGet(...keys: unknown[]): Promise<(string | null)[]> {
    return this.ask('mget', keyList(keys), (names) => {
      const result = names.map((name) => server.string(name));
      const there = result.filter((value) => value !== null);
      return { result, hit: there.length > 0, value: there.join('\n') };
    });
  }

  set(key: unknown, value: unknown, options: SetOptions = {}): Promise<string | null> {
    const content = text(value, 2);
    return this.ask('set', [text(key, 1)], ([name = '']) => {
      const before = options.GET === true ? server.get(name) : null;
      const expires = expiryOf(options, host.now());
      const condition = options.condition ?? (options.NX ? 'NX' : options.XX ? 'XX' : null);
      const met = condition === null || (condition === 'NX') === !server.has(name);
      if (met) server.set(name, content, expires);
      const result = options.GET === true ? before : met ? 'OK' : null;
      const kept =
        met && typeof expires === 'number'
          ? { ttl: Math.round((expires - host.now()) / 1000) }
          : {};
      return { result, value: met ? content : null, ...kept };
    });
  }

  setEx(key: unknown, seconds: unknown, value: unknown): Promise<string | null> {
    return this.set(key, value, { EX: integer(seconds) });
  }

  pSetEx(key: unknown, milliseconds: unknown, value: unknown): Promise<string | null> {
    return this.set(key, value, { PX: integer(milliseconds) });
  }

  async setNX(key: unknown, value: unknown): Promise<number> {
    return (await this.set(key, value, { NX: true })) === null ? 0 : 1;
  }

  mSet(pairs: Readonly<Record<string, unknown>> | readonly unknown[]): Promise<string> {
    const list = (Array.isArray(pairs) ? pairs.flat() : Object.entries(pairs).flat()) as unknown[];
    const texts = list.map((item, at) => text(item, at + 1));
    const names = texts.filter((_, at) => at % 2 === 0);
    return this.ask('mset', names, () => {
      names.forEach((name, at) => {
        server.set(name, texts[at * 2 + 1] ?? '', null);
      });
      return { result: 'OK', value: texts.filter((_, at) => at % 2 === 1).join('\n') };
    });
  }

  del(...keys: unknown[]): Promise<number> {
    const names = keyList(keys);
    // For whoever plays the trace again: the fields go with their key.
    const gone = names.flatMap((name) => [name, ...server.fields(name).map(fieldOf(name))]);
    return this.ask('del', gone, () => ({
      result: names.filter((name) => server.delete(name)).length,
    }));
  }

  readonly unlink = (...keys: unknown[]): Promise<number> => this.del(...keys);

  exists(...keys: unknown[]): Promise<number> {
    return this.ask('exists', keyList(keys), (names) => {
      const result = names.filter((name) => server.has(name)).length;
      return { result, hit: result > 0 };
    });
  }

  incrBy(key: unknown, by: unknown = 1): Promise<number> {
    const change = BigInt(integer(by));
    return this.ask(change < 0n ? 'decr' : 'incr', [text(key, 1)], ([name = '']) => {
      const result = server.add(name, change);
      return { result, value: String(result) };
    });
  }

  incr(key: unknown): Promise<number> {
    return this.incrBy(key, 1);
  }

  decr(key: unknown): Promise<number> {
    return this.incrBy(key, -1);
  }

  decrBy(key: unknown, by: unknown): Promise<number> {
    return this.incrBy(key, -integer(by));
  }

  expire(key: unknown, seconds: unknown, mode?: ExpireMode): Promise<number> {
    return this.#expireAt('expire', key, host.now() + integer(seconds) * 1000, mode);
  }

  pExpire(key: unknown, milliseconds: unknown, mode?: ExpireMode): Promise<number> {
    return this.#expireAt('pexpire', key, host.now() + integer(milliseconds), mode);
  }

  persist(key: unknown): Promise<number> {
    return this.ask('persist', [text(key, 1)], ([name = '']) => {
      const had = server.expiry(name)?.expires ?? null;
      return { result: had !== null && server.expireAt(name, null) ? 1 : 0 };
    });
  }

  ttl(key: unknown): Promise<number> {
    return this.#left('ttl', key, (left) => Math.floor((left + 500) / 1000));
  }

  pTTL(key: unknown): Promise<number> {
    return this.#left('pttl', key, Math.floor);
  }

  keys(pattern: unknown): Promise<string[]> {
    const glob = text(pattern, 1);
    return this.#list('keys', () => ({ result: server.keys(glob), keys: server.keys(glob) }));
  }

  scan(cursor: unknown, options: ScanOptions = {}): Promise<{ cursor: string; keys: string[] }> {
    return this.#list('scan', () => {
      const glob = text(options.MATCH ?? '*', 1);
      const { next, keys } = server.scan(Number(cursor), glob, integer(options.COUNT ?? 10));
      return { result: { cursor: String(next), keys }, keys };
    });
  }

  async *scanIterator(options: ScanOptions = {}): AsyncGenerator<string[]> {
    let cursor = options.cursor ?? '0';
    do {
      const step = await this.scan(cursor, options);
      cursor = step.cursor;
      yield step.keys;
    } while (cursor !== '0');
  }

  dbSize(): Promise<number> {
    return this.ask('dbsize', [], () => ({ result: server.size }));
  }

  flushAll(): Promise<string> {
    return this.ask('flushall', [], () => {
      server.clear();
      return { result: 'OK' };
    });
  }

  readonly flushDb = (): Promise<string> => this.flushAll();

  #expireAt(command: string, key: unknown, at: number, mode?: ExpireMode): Promise<number> {
    return this.ask(command, [text(key, 1)], ([name = '']) => {
      const before = server.expiry(name);
      if (before === null) return { result: 0 };
      const had = before.expires;
      const allowed =
        mode === undefined ||
        (mode === 'NX' && had === null) ||
        (mode === 'XX' && had !== null) ||
        (mode === 'GT' && had !== null && at > had) ||
        (mode === 'LT' && (had === null || at < had));
      return { result: allowed && server.expireAt(name, at) ? 1 : 0 };
    });
  }

  #left(command: string, key: unknown, round: (left: number) => number): Promise<number> {
    return this.ask(command, [text(key, 1)], ([name = '']) => {
      const entry = server.expiry(name);
      if (entry === null) return { result: -2, hit: false };
      return {
        result: entry.expires === null ? -1 : round(entry.expires - host.now()),
        hit: true,
      };
    });
  }

  #list<T>(command: string, run: () => { result: T; keys: string[] }): Promise<T> {
    const { result, keys } = run();
    return this.ask(command, keys, () => ({ result, hit: keys.length > 0 }));
  }

  /** Does a command at once, as it reaches the server, and answers it later. */
  protected ask<T>(
    command: string,
    keys: string[],
    run: (keys: string[]) => Answer<T>,
  ): Promise<T> {
    let failure: unknown = null;
    let answer: Answer<T> | null = null;
    try {
      answer = run(keys);
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      failure = error;
    }
    trace({
      kind: 'cache',
      call: currentCall(),
      command,
      keys,
      hit: answer?.hit ?? null,
      value: answer?.value?.slice(0, 1000) ?? null,
      ...(answer?.ttl !== undefined && { ttl: answer.ttl }),
    });
    return new Promise<T>((resolve, reject) => {
      reply(`cache ${[command, ...keys].join(' ').slice(0, 200)}`, () => {
        if (answer === null) reject(failure);
        else resolve(answer.result);
      });
    });
  }
}

/** A field of a hash, as a trace names it: what is kept there has the key and the field. */
export const fieldOf =
  (key: string) =>
  (field: string): string =>
    `${key} ${field}`;

export function found(value: string | null): Answer<string | null> {
  return { result: value, hit: value !== null, value };
}
