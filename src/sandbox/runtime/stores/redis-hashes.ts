import { integer, text } from './redis-arguments.ts';
import { RedisError } from './redis-keys.ts';
import { fieldOf, found, keysOfServer, RedisStrings } from './redis.ts';

/** The client of `redis`, with hashes. Source: the documentation of each command on redis.io. */
export class RedisClient extends RedisStrings {
  hGet(key: unknown, field: unknown): Promise<string | null> {
    const [name, of] = [text(key, 1), text(field, 2)];
    return this.ask('hget', [fieldOf(name)(of)], () =>
      found(keysOfServer().hash(name).get(of) ?? null),
    );
  }

  hMGet(key: unknown, ...fields: unknown[]): Promise<(string | null)[]> {
    const [name, names] = [text(key, 1), fieldList('hmget', fields)];
    return this.ask('hmget', names.map(fieldOf(name)), () => {
      const hash = keysOfServer().hash(name);
      const result = names.map((field) => hash.get(field) ?? null);
      const there = result.filter((value) => value !== null);
      return { result, hit: there.length > 0, value: there.join('\n') };
    });
  }

  hGetAll(key: unknown): Promise<Record<string, string>> {
    return this.#whole('hgetall', key, (hash) => {
      const all = Object.create(null) as Record<string, string>;
      for (const [field, value] of hash) all[field] = value;
      return all;
    });
  }

  hKeys(key: unknown): Promise<string[]> {
    return this.#whole('hkeys', key, (hash) => [...hash.keys()]);
  }

  hVals(key: unknown): Promise<string[]> {
    return this.#whole('hvals', key, (hash) => [...hash.values()]);
  }

  hLen(key: unknown): Promise<number> {
    return this.#whole('hlen', key, ({ size }) => size);
  }

  hExists(key: unknown, field: unknown): Promise<number> {
    const [name, of] = [text(key, 1), text(field, 2)];
    return this.ask('hexists', [fieldOf(name)(of)], () => {
      const hit = keysOfServer().hash(name).has(of);
      return { result: hit ? 1 : 0, hit };
    });
  }

  hSet(key: unknown, ...fields: unknown[]): Promise<number> {
    const [name, pairs] = [text(key, 1), pairsOf(fields)];
    return this.#write('hset', name, pairs, () => keysOfServer().setFields(name, pairs));
  }

  hSetNX(key: unknown, field: unknown, value: unknown): Promise<number> {
    const [name, of] = [text(key, 1), text(field, 2)];
    const pairs = new Map([[of, text(value, 3)]]);
    return this.ask('hsetnx', [fieldOf(name)(of)], () => {
      const result = keysOfServer().hash(name).has(of) ? 0 : keysOfServer().setFields(name, pairs);
      return { result, value: result === 0 ? null : (pairs.get(of) ?? null) };
    });
  }

  hIncrBy(key: unknown, field: unknown, by: unknown): Promise<number> {
    const [name, of] = [text(key, 1), text(field, 2)];
    const change = BigInt(integer(by));
    return this.ask('hincrby', [fieldOf(name)(of)], () => {
      const result = keysOfServer().addToField(name, of, change);
      return { result, value: String(result) };
    });
  }

  hDel(key: unknown, ...fields: unknown[]): Promise<number> {
    const [name, names] = [text(key, 1), fieldList('hdel', fields)];
    return this.ask('hdel', names.map(fieldOf(name)), () => ({
      result: keysOfServer().deleteFields(name, names),
    }));
  }

  #write(
    command: string,
    name: string,
    pairs: ReadonlyMap<string, string>,
    run: () => number,
  ): Promise<number> {
    return this.ask(command, [...pairs.keys()].map(fieldOf(name)), () => ({
      result: run(),
      value: [...pairs.values()].join('\n'),
    }));
  }

  /** What is asked of the hash as a whole: whether there is one is the hit. */
  #whole<T>(
    command: string,
    key: unknown,
    read: (hash: ReadonlyMap<string, string>) => T,
  ): Promise<T> {
    return this.ask(command, [text(key, 1)], ([name = '']) => {
      const hash = keysOfServer().hash(name);
      return { result: read(hash), hit: hash.size > 0, value: [...hash.values()].join('\n') };
    });
  }
}

/** Fields, one by one or as a list. @throws RedisError where there is none */
function fieldList(command: string, fields: readonly unknown[]): string[] {
  const names = fields.flat().map((field) => text(field, 2));
  if (names.length > 0) return names;
  throw new RedisError(`ERR wrong number of arguments for '${command}' command`);
}

/** A field and its value; or many, as a Map, an object, or a list of either or of pairs. */
function pairsOf([first, second]: readonly unknown[]): Map<string, string> {
  const list = flatPairs(first, second).map((item, at) => text(item, at + 2));
  if (list.length === 0 || list.length % 2 === 1) {
    throw new RedisError("ERR wrong number of arguments for 'hset' command");
  }
  const pairs = new Map<string, string>();
  for (let at = 0; at < list.length; at += 2) pairs.set(list[at] ?? '', list[at + 1] ?? '');
  return pairs;
}

function flatPairs(first: unknown, second: unknown): unknown[] {
  if (first instanceof Map) return [...(first as Map<unknown, unknown>)].flat();
  if (Array.isArray(first)) return first.flat(Infinity);
  if (first instanceof Uint8Array || typeof first !== 'object' || first === null) {
    return [first, second];
  }
  return Object.entries(first).flat();
}
