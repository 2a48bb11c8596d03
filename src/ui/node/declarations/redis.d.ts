/** A cache with the call shapes of node-redis; it lives in memory, and is empty at each start. */

declare module 'redis' {
  export interface SetOptions {
    /** Seconds, or milliseconds, until the key is gone. */
    EX?: number;
    PX?: number;
    /** Only where there is no such key yet, or only where there is one. */
    NX?: boolean;
    XX?: boolean;
    KEEPTTL?: boolean;
    /** Answers the value that was there before. */
    GET?: boolean;
  }
  export interface ScanOptions {
    /** A pattern of keys: `*`, `?`, `[ab]`. */
    MATCH?: string;
    COUNT?: number;
  }
  export interface RedisClient {
    readonly isOpen: boolean;
    readonly isReady: boolean;
    connect(): Promise<RedisClient>;
    /** Null where there is no such key. */
    get(key: string): Promise<string | null>;
    set(key: string, value: string | number, options?: SetOptions): Promise<string | null>;
    setEx(key: string, seconds: number, value: string): Promise<string>;
    setNX(key: string, value: string): Promise<boolean>;
    getDel(key: string): Promise<string | null>;
    /** How many there were. */
    del(keys: string | readonly string[]): Promise<number>;
    exists(keys: string | readonly string[]): Promise<number>;
    mGet(keys: readonly string[]): Promise<(string | null)[]>;
    mSet(pairs: Readonly<Record<string, string>>): Promise<string>;
    incr(key: string): Promise<number>;
    incrBy(key: string, by: number): Promise<number>;
    decr(key: string): Promise<number>;
    expire(key: string, seconds: number): Promise<boolean>;
    pExpire(key: string, milliseconds: number): Promise<boolean>;
    persist(key: string): Promise<boolean>;
    /** Seconds that are left; -1 for a key that stays, -2 where there is none. */
    ttl(key: string): Promise<number>;
    pTTL(key: string): Promise<number>;
    keys(pattern: string): Promise<string[]>;
    scan(
      cursor: number | string,
      options?: ScanOptions,
    ): Promise<{ cursor: number; keys: string[] }>;
    scanIterator(options?: ScanOptions): AsyncIterable<string>;
    flushAll(): Promise<string>;
    quit(): Promise<string>;
    disconnect(): Promise<void>;
    on(event: 'connect' | 'ready' | 'end' | 'error', listener: (error: Error) => void): this;
  }
  export type RedisClientType = RedisClient;
  /** Options are taken and have no effect: there is one cache. */
  export function createClient(options?: { url?: string; [option: string]: unknown }): RedisClient;
}
