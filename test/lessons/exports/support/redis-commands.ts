import {
  RedisError,
  type Expiry,
  RedisKeys,
} from '../../../../src/sandbox/runtime/stores/redis-keys.ts';
import type { Reply } from './resp.ts';

/** The databases of a server by their numbers, each empty until somebody writes into it. */
export class RedisDatabases {
  readonly #byNumber = new Map<string, RedisKeys>();

  of(number: string): RedisKeys {
    const known = this.#byNumber.get(number);
    if (known) return known;
    const made = new RedisKeys(Date.now);
    this.#byNumber.set(number, made);
    return made;
  }

  /** FLUSHALL: everybody's. */
  clear(): void {
    this.#byNumber.clear();
  }
}

const OK: Reply = { status: 'OK' };
const WRONG: Reply = { error: 'ERR syntax error' };

/**
 * Whoever is connected. What the emulation of the sandbox answers is what is answered here; of its
 * commands these have those that the lesson's answers send, and for all others there is an error.
 */
export class RedisConnection {
  readonly #databases: RedisDatabases;
  #number = '0';

  constructor(databases: RedisDatabases) {
    this.#databases = databases;
  }

  answer(command: readonly string[]): Reply {
    const [name = '', ...args] = command;
    try {
      return this.#run(name.toUpperCase(), args);
    } catch (error) {
      if (error instanceof RedisError) return { error: error.message };
      throw error;
    }
  }

  #run(name: string, args: readonly string[]): Reply {
    const keys = this.#databases.of(this.#number);
    const [key = '', second = '', third = ''] = args;
    switch (name) {
      case 'PING':
        return { status: 'PONG' };
      // What a client says of itself when it connects.
      case 'CLIENT':
        return OK;
      case 'HELLO':
        return { error: 'NOPROTO unsupported protocol version' };
      case 'SELECT':
        this.#number = key;
        return OK;
      case 'GET':
        return keys.get(key);
      case 'SET':
        return set(keys, key, second, args.slice(2));
      case 'SETEX':
        return set(keys, key, third, ['EX', second]);
      case 'DEL':
      case 'UNLINK':
        return args.filter((each) => keys.delete(each)).length;
      case 'EXISTS':
        return args.filter((each) => keys.has(each)).length;
      case 'INCR':
        return keys.add(key, 1n);
      case 'KEYS':
        return keys.keys(key);
      case 'SCAN':
        return scan(keys, key, args.slice(1));
      case 'FLUSHDB':
        keys.clear();
        return OK;
      case 'FLUSHALL':
        this.#databases.clear();
        return OK;
      default:
        return { error: `ERR unknown command '${name}'` };
    }
  }
}

function set(keys: RedisKeys, key: string, value: string, options: readonly string[]): Reply {
  const [unit, time, ...others] = options;
  if (others.length > 0) return WRONG;
  let expires: Expiry = null;
  if (unit !== undefined) {
    const length = unit === 'EX' ? 1000 : unit === 'PX' ? 1 : NaN;
    expires = Date.now() + Number(time) * length;
    if (!Number.isFinite(expires)) return WRONG;
  }
  keys.set(key, value, expires);
  return OK;
}

function scan(keys: RedisKeys, cursor: string, options: readonly string[]): Reply {
  let [pattern, count] = ['*', 10];
  for (let at = 0; at < options.length; at += 2) {
    const [option, value = ''] = options.slice(at, at + 2);
    if (option === 'MATCH') pattern = value;
    else if (option === 'COUNT') count = Number(value);
    else return WRONG;
  }
  const { next, keys: found } = keys.scan(Number(cursor), pattern, count);
  return [String(next), found];
}
