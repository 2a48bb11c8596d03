/** A cache with the call shapes of node-redis 5; it lives in memory, and is empty at each start. */

declare module 'redis' {
  /** What is sent is text: numbers and bytes become it. */
  export type RedisArgument = string | number | Uint8Array;
  export interface SetOptions {
    /** Seconds, or milliseconds, until the key is gone. */
    EX?: number;
    PX?: number;
    /** The same as a moment, in seconds or milliseconds since 1970. */
    EXAT?: number;
    PXAT?: number;
    /** Only where there is no such key yet, or only where there is one. */
    NX?: boolean;
    XX?: boolean;
    KEEPTTL?: boolean;
    /** Answers the value that was there before. */
    GET?: boolean;
    condition?: 'NX' | 'XX';
    expiration?: 'KEEPTTL' | { type: 'EX' | 'PX' | 'EXAT' | 'PXAT' | 'KEEPTTL'; value?: number };
  }
  export interface ScanOptions {
    /** A pattern of keys: `*`, `?`, `[ab]`, and `\` before a character that means itself. */
    MATCH?: string;
    /** How many keys a step looks at; those that match may be fewer, or none. */
    COUNT?: number;
  }
  /** Fields and their values: an object, a Map, or a list of pairs. */
  export type HashFields =
    | Readonly<Record<string, RedisArgument>>
    | ReadonlyMap<RedisArgument, RedisArgument>
    | readonly (readonly [RedisArgument, RedisArgument])[]
    | readonly RedisArgument[];
  export type ExpireMode = 'NX' | 'XX' | 'GT' | 'LT';
  export interface RedisClient {
    readonly isOpen: boolean;
    readonly isReady: boolean;
    connect(): Promise<RedisClient>;
    ping(): Promise<string>;
    /** Null where there is no such key. */
    get(key: RedisArgument): Promise<string | null>;
    /** 'OK'; null where NX or XX kept it from being set. With GET the value that was there. */
    set(key: RedisArgument, value: RedisArgument, options?: SetOptions): Promise<string | null>;
    setEx(key: RedisArgument, seconds: number, value: RedisArgument): Promise<string | null>;
    pSetEx(key: RedisArgument, milliseconds: number, value: RedisArgument): Promise<string | null>;
    /** 1 where it was set, 0 where the key was there. */
    setNX(key: RedisArgument, value: RedisArgument): Promise<number>;
    getDel(key: RedisArgument): Promise<string | null>;
    /** How many there were. */
    del(keys: RedisArgument | readonly RedisArgument[]): Promise<number>;
    unlink(keys: RedisArgument | readonly RedisArgument[]): Promise<number>;
    exists(keys: RedisArgument | readonly RedisArgument[]): Promise<number>;
    mGet(keys: readonly RedisArgument[]): Promise<(string | null)[]>;
    mSet(pairs: Readonly<Record<string, RedisArgument>>): Promise<string>;
    incr(key: RedisArgument): Promise<number>;
    incrBy(key: RedisArgument, by: number): Promise<number>;
    decr(key: RedisArgument): Promise<number>;
    decrBy(key: RedisArgument, by: number): Promise<number>;
    /** Null where there is no such key, or no such field in it. */
    hGet(key: RedisArgument, field: RedisArgument): Promise<string | null>;
    hMGet(
      key: RedisArgument,
      fields: RedisArgument | readonly RedisArgument[],
    ): Promise<(string | null)[]>;
    /** Without a field where there is no such key. */
    hGetAll(key: RedisArgument): Promise<Record<string, string>>;
    hKeys(key: RedisArgument): Promise<string[]>;
    hVals(key: RedisArgument): Promise<string[]>;
    hLen(key: RedisArgument): Promise<number>;
    /** 1 where there is such a field, 0 where there is none. */
    hExists(key: RedisArgument, field: RedisArgument): Promise<number>;
    /** How many of the fields are new. */
    hSet(key: RedisArgument, field: RedisArgument, value: RedisArgument): Promise<number>;
    hSet(key: RedisArgument, fields: HashFields): Promise<number>;
    /** 1 where it was set, 0 where the field was there. */
    hSetNX(key: RedisArgument, field: RedisArgument, value: RedisArgument): Promise<number>;
    hIncrBy(key: RedisArgument, field: RedisArgument, by: number): Promise<number>;
    /** How many there were. */
    hDel(key: RedisArgument, fields: RedisArgument | readonly RedisArgument[]): Promise<number>;
    /** 1 where it was done, 0 where there is no such key or the mode kept it from being done. */
    expire(key: RedisArgument, seconds: number, mode?: ExpireMode): Promise<number>;
    pExpire(key: RedisArgument, milliseconds: number, mode?: ExpireMode): Promise<number>;
    persist(key: RedisArgument): Promise<number>;
    /** Seconds that are left; -1 for a key that stays, -2 where there is none. */
    ttl(key: RedisArgument): Promise<number>;
    pTTL(key: RedisArgument): Promise<number>;
    keys(pattern: RedisArgument): Promise<string[]>;
    /** One step: go on with the cursor that it answers, until that is '0'. */
    scan(cursor: RedisArgument, options?: ScanOptions): Promise<{ cursor: string; keys: string[] }>;
    /** All steps: each gives a list of keys, which may be empty. */
    scanIterator(options?: ScanOptions & { cursor?: string }): AsyncGenerator<string[]>;
    dbSize(): Promise<number>;
    flushAll(): Promise<string>;
    flushDb(): Promise<string>;
    quit(): Promise<string>;
    close(): Promise<string>;
    disconnect(): Promise<string>;
    destroy(): void;
    on(event: 'connect' | 'ready' | 'end' | 'error', listener: (error: Error) => void): this;
  }
  export type RedisClientType = RedisClient;
  /** Options are taken and have no effect: there is one cache. */
  export function createClient(options?: { url?: string; [option: string]: unknown }): RedisClient;
  /** An error that the server answers with. */
  export class ErrorReply extends Error {}
  export class SimpleError extends Error {}
}
