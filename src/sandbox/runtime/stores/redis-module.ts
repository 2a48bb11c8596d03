/* eslint-disable @typescript-eslint/prefer-promise-reject-errors -- what was caught is passed on */

import { missing } from '../core/missing.ts';
import { RedisClient } from './redis-hashes.ts';
import { RedisStrings } from './redis.ts';
import { RedisError } from './redis-keys.ts';

const ABSENT = [
  'append copy eval evalSha getEx getRange getSet hExpire hGetDel hIncrByFloat hScan hScanIterator hStrLen hTTL',
  'lLen lPop lPush lRange lRem lTrim multi pSubscribe publish rPop rPush rename sAdd sCard sIsMember',
  'sMembers sRem setRange strLen subscribe type xAdd xRange xRead zAdd zCard zRange zRem zScore duplicate',
]
  .join(' ')
  .split(' ');

type Command = (this: RedisClient, ...args: unknown[]) => unknown;

/**
 * `GET` and `mget` for `get` and `mGet`; what the client refuses to send as a rejection, as a client
 * does it that sends later; and for what is absent a sentence that says so.
 */
function addNames(): void {
  const prototype = RedisClient.prototype as unknown as Record<string, Command>;
  const give = (name: string, command: Command): void => {
    Object.defineProperty(prototype, name, {
      value: command,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  };
  // The names of both, given to the one that is handed out.
  const names = [RedisStrings.prototype, prototype]
    .flatMap((each) => Object.getOwnPropertyNames(each))
    .filter((name) => name !== 'constructor' && name !== 'ask');
  for (const name of names) {
    const command = prototype[name];
    if (command === undefined || name === 'connect' || name === 'scanIterator') continue;
    const later = rejecting(command);
    for (const alias of [name, name.toUpperCase(), name.toLowerCase()]) give(alias, later);
  }
  for (const name of ABSENT) {
    give(name, () => {
      missing(
        `This sandbox's Redis has strings, hashes and their expiry, and no ${name}. It has: ${names.join(', ')}.`,
      );
    });
  }
}

function rejecting(command: Command): Command {
  return function (...args) {
    try {
      return Reflect.apply(command, this, args);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

addNames();

/** The module `redis`. */
export const redisModule = {
  createClient: (): RedisClient => new RedisClient(),
  createCluster: (): never => {
    throw new Error("This sandbox's Redis is one server: use createClient().");
  },
  RESP_TYPES: {},
  ErrorReply: RedisError,
  SimpleError: RedisError,
};
