import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveRedis, type RedisServer } from './support/redis-over-tcp.ts';
import { CommandReader } from './support/resp.ts';

/** The real client, on a database of the server. */
const clientOf = ({ port }: RedisServer, database: number) =>
  createClient({ url: `redis://127.0.0.1:${port}/${database}` });

describe('the sandbox’s Redis over a socket', () => {
  let server: RedisServer;
  let redis: ReturnType<typeof clientOf>;
  beforeEach(async () => {
    server = await serveRedis();
    redis = clientOf(server, 1);
    await redis.connect();
  });
  afterEach(async () => {
    await redis.close();
    await server.close();
  });

  it('answers the client of npm what Redis answers', async () => {
    expect(await redis.ping()).toBe('PONG');
    expect(await redis.get('none')).toBeNull();
    expect(await redis.set('ü:1', 'zwölf\r\n', { EX: 60 })).toBe('OK');
    expect(await redis.get('ü:1')).toBe('zwölf\r\n');
    expect(await redis.setEx('b', 60, 'x')).toBe('OK');
    expect(await redis.exists(['b', 'none'])).toBe(1);
    expect(await redis.incr('n')).toBe(1);
    expect(await redis.del(['b', 'none'])).toBe(1);
    expect(await redis.keys('ü*')).toEqual(['ü:1']);
    await expect(redis.incr('ü:1')).rejects.toThrow('ERR value is not an integer or out of range');
  });

  it('forgets what has expired', async () => {
    await redis.set('past', 'x', { PX: 1 });
    await expect.poll(() => redis.get('past')).toBeNull();
  });

  it('scans step by step, to the end', async () => {
    const names = Array.from({ length: 25 }, (_, at) => `key:${at}`);
    await Promise.all(names.map((name) => redis.set(name, 'x')));
    expect((await redis.scan('0', { MATCH: 'key:*' })).keys).toHaveLength(10);
    const steps: string[][] = [];
    for await (const keys of redis.scanIterator({ MATCH: 'key:?' })) steps.push(keys);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.flat().sort()).toEqual(names.slice(0, 10));
  });

  it('keeps its databases apart, until all are flushed', async () => {
    const other = await clientOf(server, 2).connect();
    await redis.set('a', 'x');
    expect(await other.get('a')).toBeNull();
    await other.flushDb();
    expect(await redis.get('a')).toBe('x');
    await other.flushAll();
    expect(await redis.get('a')).toBeNull();
    await other.close();
  });

  it('refuses what the emulation does not have', async () => {
    await expect(redis.hGet('h', 'f')).rejects.toThrow('ERR unknown command');
    await expect(redis.set('a', 'x', { NX: true })).rejects.toThrow('ERR syntax error');
  });
});

it('commands are read from whatever pieces they come in', () => {
  const bytes = Buffer.from('*2\r\n$3\r\nGET\r\n$4\r\nü\r\n\r\n*1\r\n$4\r\nPING\r\n');
  const commands = [['GET', 'ü\r\n'], ['PING']];
  expect(new CommandReader().read(bytes)).toEqual(commands);
  const reader = new CommandReader();
  expect([...bytes].flatMap((byte) => reader.read(Uint8Array.of(byte)))).toEqual(commands);
  expect(() => new CommandReader().read(Buffer.from('PING\r\n'))).toThrow('No command begins');
});
