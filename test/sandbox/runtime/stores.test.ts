import { beforeAll, describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/contract/index.ts';
import { TestRealm } from './realm.ts';

/**
 * What the documentation of each command on redis.io states, by the names of node-redis 5. Each is
 * the body of `main(redis)`, and what it returns.
 */
const COMMANDS: readonly (readonly [string, string, unknown])[] = [
  ['GET of an absent key is nil', `return redis.get('none');`, null],
  [
    'SET answers OK, GET gives it back',
    `return [await redis.set('k', 'v'), await redis.get('k')];`,
    ['OK', 'v'],
  ],
  [
    'numbers and buffers become text',
    `await redis.set('n', 5); await redis.set('b', Buffer.from('é')); return [await redis.get('n'), await redis.get('b')];`,
    ['5', 'é'],
  ],
  [
    'an object is refused by the client',
    `return redis.set('k', {}).catch((e: Error) => e.constructor.name + ': ' + e.message);`,
    'TypeError: "arguments[2]" must be of type "string | Buffer", got object instead.',
  ],
  [
    'SET NX only where absent',
    `return [await redis.set('k', '1', { NX: true }), await redis.set('k', '2', { NX: true }), await redis.get('k')];`,
    ['OK', null, '1'],
  ],
  [
    'SET XX only where present',
    `return [await redis.set('k', '1', { XX: true }), await redis.get('k')];`,
    [null, null],
  ],
  [
    'SET GET gives the old value',
    `await redis.set('k', '1'); return [await redis.set('k', '2', { GET: true }), await redis.get('k')];`,
    ['1', '2'],
  ],
  [
    'SET takes the expiry away, KEEPTTL keeps it',
    `await redis.set('k', '1', { EX: 50 }); await redis.set('k', '2', { KEEPTTL: true }); const kept = await redis.ttl('k'); await redis.set('k', '3'); return [kept, await redis.ttl('k')];`,
    [50, -1],
  ],
  [
    'the options of version 5',
    `await redis.set('k', '1', { expiration: { type: 'EX', value: 9 }, condition: 'NX' }); return [await redis.ttl('k'), await redis.set('k', '2', { condition: 'NX' })];`,
    [9, null],
  ],
  [
    'an expiry of zero is refused',
    `return redis.set('k', '1', { EX: 0 }).catch((e: Error) => e.message);`,
    "ERR invalid expire time in 'set' command",
  ],
  [
    'a key is gone after PX milliseconds',
    `await redis.set('k', '1', { PX: 5 }); await new Promise((r) => setTimeout(r, 15)); return [await redis.get('k'), await redis.exists('k'), await redis.ttl('k'), await redis.keys('*')];`,
    [null, 0, -2, []],
  ],
  [
    'setEx and pSetEx',
    `await redis.setEx('a', 7, 'x'); await redis.pSetEx('b', 7000, 'y'); return [await redis.ttl('a'), await redis.ttl('b'), await redis.get('b')];`,
    [7, 7, 'y'],
  ],
  [
    'DEL counts what was there',
    `await redis.set('a', '1'); await redis.set('b', '2'); return [await redis.del('a', 'none'), await redis.del(['b', 'c']), await redis.del('a')];`,
    [1, 1, 0],
  ],
  [
    'MGET and MSET',
    `await redis.mSet({ a: '1', b: '2' }); return [await redis.mGet(['a', 'x', 'b']), await redis.mget(['a'])];`,
    [['1', null, '2'], ['1']],
  ],
  [
    'INCR counts from 0 and keeps the expiry',
    `const one = await redis.incr('c'); await redis.expire('c', 60); return [one, await redis.incr('c'), await redis.incrBy('c', 10), await redis.decr('c'), await redis.ttl('c')];`,
    [1, 2, 12, 11, 60],
  ],
  [
    'INCR of what is no integer',
    `await redis.set('c', '1.5'); return redis.incr('c').catch((e: Error) => e.message);`,
    'ERR value is not an integer or out of range',
  ],
  [
    'INCR past 64 bits',
    `await redis.set('c', '9223372036854775807'); return redis.incr('c').catch((e: Error) => e.message);`,
    'ERR increment or decrement would overflow',
  ],
  [
    'EXPIRE, PERSIST and their conditions',
    `await redis.set('k', '1'); return [await redis.expire('k', 10), await redis.expire('k', 5, 'GT'), await redis.expire('k', 20, 'NX'), await redis.expire('none', 5), await redis.ttl('k'), await redis.persist('k'), await redis.persist('k'), await redis.ttl('k')];`,
    [1, 0, 0, 0, 10, 1, 0, -1],
  ],
  [
    'EXISTS counts a key twice that is named twice',
    `await redis.set('a', '1'); return redis.exists(['a', 'a', 'b']);`,
    2,
  ],
  [
    'GETDEL',
    `await redis.set('a', '1'); return [await redis.getDel('a'), await redis.getDel('a')];`,
    ['1', null],
  ],
  [
    'KEYS matches as a glob',
    `for (const key of ['tenant:acme:1', 'tenant:acme:eu:1', 'tenant:globex:1', 'hello', 'hallo', 'hxllo', 'h*llo']) await redis.set(key, 'x'); return [(await redis.keys('tenant:acme:*')).sort(), (await redis.keys('h?llo')).sort(), await redis.keys('h[ae]llo'), await redis.keys('h[^e]llo'), await redis.keys('h[a-b]llo'), await redis.keys('h\\\\*llo')];`,
    [
      ['tenant:acme:1', 'tenant:acme:eu:1'],
      ['h*llo', 'hallo', 'hello', 'hxllo'],
      ['hello', 'hallo'],
      ['hallo', 'hxllo', 'h*llo'],
      ['hallo'],
      ['h*llo'],
    ],
  ],
  [
    'SCAN gives every key that stays, in steps',
    `for (let i = 0; i < 25; i++) await redis.set('k' + i, 'x'); const seen = new Set<string>(); let cursor = '0', steps = 0; do { const r = await redis.scan(cursor, { MATCH: 'k*', COUNT: 10 }); cursor = r.cursor; steps++; r.keys.forEach((k: string) => seen.add(k)); if (steps === 1) await redis.del(r.keys); } while (cursor !== '0'); return [seen.size, steps];`,
    [25, 3],
  ],
  [
    'scanIterator gives lists of keys',
    `for (let i = 0; i < 12; i++) await redis.set('k' + i, 'x'); const all: string[] = []; for await (const keys of redis.scanIterator({ MATCH: 'k1*' })) all.push(...keys); return all.sort();`,
    ['k1', 'k10', 'k11'],
  ],
  [
    'clients share one server',
    `const { createClient } = await import('redis'); const other = await createClient({ url: 'redis://elsewhere' }).connect(); await redis.set('a', '1'); await redis.quit(); return [await other.get('a'), other.isOpen, redis.isOpen];`,
    ['1', true, false],
  ],
  [
    'HSET counts the fields that are new, in each of its forms',
    `return [await redis.hSet('h', 'a', '1'), await redis.hSet('h', { a: '2', b: 3 }), await redis.hSet('h', new Map([['c', 'x']])), await redis.hSet('h', [['d', 'x'], ['e', 'y']]), await redis.hSet('h', ['f', 'z']), await redis.hGetAll('h')];`,
    [1, 1, 1, 2, 1, { a: '2', b: '3', c: 'x', d: 'x', e: 'y', f: 'z' }],
  ],
  [
    'HSET of a field without a value',
    `return redis.hSet('h', ['a']).catch((e: Error) => e.message);`,
    "ERR wrong number of arguments for 'hset' command",
  ],
  [
    'HGET, HMGET and HEXISTS, of fields and keys that are there and that are not',
    `await redis.hSet('h', 'a', '1'); return [await redis.hGet('h', 'a'), await redis.hGet('h', 'b'), await redis.hGet('none', 'a'), await redis.hMGet('h', ['a', 'b']), await redis.hMGet('none', 'a'), await redis.hExists('h', 'a'), await redis.hExists('none', 'a')];`,
    ['1', null, null, ['1', null], [null], 1, 0],
  ],
  [
    'HGETALL, HKEYS, HVALS and HLEN, also of an absent key',
    `await redis.hSet('h', { a: '1', b: '2' }); return [await redis.hKeys('h'), await redis.hVals('h'), await redis.hLen('h'), await redis.hGetAll('none'), await redis.hKeys('none'), await redis.hVals('none'), await redis.hLen('none')];`,
    [['a', 'b'], ['1', '2'], 2, {}, [], [], 0],
  ],
  [
    'HDEL counts what was there, and a hash without a field is no key',
    `await redis.hSet('h', { a: '1', b: '2', c: '3' }); return [await redis.hDel('h', ['a', 'none']), await redis.exists('h'), await redis.hDel('h', 'b', 'c'), await redis.exists('h'), await redis.hDel('h', 'a'), await redis.keys('*')];`,
    [1, 1, 2, 0, 0, []],
  ],
  [
    'HSETNX sets a field that is not there',
    `return [await redis.hSetNX('h', 'a', '1'), await redis.hSetNX('h', 'a', '2'), await redis.hGet('h', 'a')];`,
    [1, 0, '1'],
  ],
  [
    'HINCRBY counts from 0, and only integers',
    `await redis.hSet('h', 'x', 'one'); return [await redis.hIncrBy('h', 'n', 5), await redis.hIncrBy('h', 'n', -7), await redis.hIncrBy('h', 'x', 1).catch((e: Error) => e.message)];`,
    [5, -2, 'ERR hash value is not an integer'],
  ],
  [
    'a hash expires as a whole, and HSET keeps its time to live',
    `await redis.hSet('h', 'a', '1'); await redis.expire('h', 50); await redis.hSet('h', 'b', '2'); const left = await redis.ttl('h'); await redis.pExpire('h', 5); await new Promise((r) => setTimeout(r, 15)); return [left, await redis.hGetAll('h')];`,
    [50, {}],
  ],
  [
    'DEL, EXISTS, KEYS and SCAN are of a hash as of a string, and SET overwrites it',
    `await redis.hSet('h', 'a', '1'); const there = [await redis.exists('h'), await redis.keys('h*'), (await redis.scan('0')).keys]; await redis.set('h', 'text'); return [...there, await redis.get('h'), await redis.del('h'), await redis.exists('h')];`,
    [1, ['h'], ['h'], 'text', 1, 0],
  ],
  [
    'a command for the other kind is refused, but by MGET',
    `await redis.hSet('h', 'a', '1'); await redis.set('s', 'x'); const no = (asked: Promise<unknown>) => asked.catch((e: Error) => e.message); return [...new Set([await no(redis.get('h')), await no(redis.incr('h')), await no(redis.getDel('h')), await no(redis.set('h', 'x', { GET: true })), await no(redis.hGet('s', 'a')), await no(redis.hSet('s', 'a', '1')), await no(redis.hDel('s', 'a')), await no(redis.hGetAll('s'))]), await redis.mGet(['h', 's']), await redis.set('h', 'x', { NX: true }), await redis.hGet('h', 'a')];`,
    ['WRONGTYPE Operation against a key holding the wrong kind of value', [null, 'x'], null, '1'],
  ],
  [
    'what is absent says so',
    `try { (redis as any).sAdd('a', 'b'); } catch (e) { return (e as Error).message.slice(0, 70); }`,
    "This sandbox's Redis has strings, hashes and their expiry, and no sAdd",
  ],
];

describe('redis', () => {
  let realm: TestRealm;
  beforeAll(async () => {
    realm = await TestRealm.start();
  });

  it.each(COMMANDS)('%s', async (_name, body, expected) => {
    const fault = await realm.load({
      'app.ts': `import { createClient } from 'redis';
        const redis: any = createClient().on('error', () => {});
        export async function main() { await redis.connect(); ${body} }`,
    });
    expect(fault).toBeNull();
    expect(await realm.value('main')).toEqual(expected);
  });

  it('traces the command, its keys, and whether a read found something', async () => {
    await realm.load({
      'app.ts': `import { createClient } from 'redis'; const redis = createClient();
        export async function main() {
          await redis.get('a'); await redis.set('a', 'x'.repeat(2000)); await redis.get('a'); await redis.mGet(['a', 'b']);
          await redis.del('a'); await redis.incr('n'); await redis.ttl('n'); await redis.scan('0', { MATCH: 'n*' });
        }`,
    });
    const { call, reply } = realm.ask('main');
    await reply;
    const seen = realm.trace.map((event) => {
      const { command, keys, hit, value } = event as Extract<TraceEvent, { kind: 'cache' }>;
      return [event.call, command, keys, hit, value?.length ?? null];
    });
    expect(seen).toEqual([
      [call, 'get', ['a'], false, null],
      [call, 'set', ['a'], null, 1000],
      [call, 'get', ['a'], true, 1000],
      [call, 'mget', ['a', 'b'], true, 1000],
      [call, 'del', ['a'], null, null],
      [call, 'incr', ['n'], null, 1],
      [call, 'ttl', ['n'], true, null],
      [call, 'scan', ['n'], true, null],
    ]);
  });

  it('traces a field by its key and its name, and what is missing', async () => {
    await realm.load({
      'app.ts': `import { createClient } from 'redis'; const redis = createClient();
        export async function main() {
          await redis.hSet('h', { a: '1', b: '2' }); await redis.hGet('h', 'a'); await redis.hDel('h', 'b'); await redis.del('h');
          try { (redis as any).sAdd('s', 'x'); } catch {}
        }`,
    });
    await realm.call('main');
    const seen = realm.trace.map((event) =>
      event.kind === 'cache' ? [event.command, ...event.keys] : event.kind,
    );
    expect(seen).toEqual([
      ['hset', 'h a', 'h b'],
      ['hget', 'h a'],
      ['hdel', 'h b'],
      ['del', 'h', 'h a'],
      'missing',
    ]);
  });

  it('is empty after the next load, unless it is kept', async () => {
    const source = {
      'app.ts': `import { createClient } from 'redis'; const redis = createClient();
      export const main = async () => { const size = await redis.dbSize(); await redis.set('k', 'v'); return size; };`,
    };
    await realm.load(source);
    expect([await realm.value('main'), await realm.value('main')]).toEqual([0, 1]);
    await realm.load(source, { stores: 'kept' });
    expect(await realm.value('main')).toBe(1);
    await realm.load(source);
    expect(await realm.value('main')).toBe(0);
  });
});

describe('pino', () => {
  it('traces lines in the shapes that pino takes', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `
        import pino, { pino as named } from 'pino';
        export function main() {
          const log = pino();
          log.info('plain'); log.info({ tenant: 'acme' }, 'with %s', 'text'); log.warn({ a: 1 }); log.debug('below the level');
          log.error(new Error('boom')); log.error({ err: new Error('inner') }, 'failed'); log.fatal('end');
          const child = log.child({ request: 7 }); child.info({ more: [1] }, 'child');
          named({ level: 'trace' }).trace({ secret: 'x' }, 'all'); pino({ level: 'silent' }).fatal('nothing');
        }`,
    });
    await realm.call('main');
    const lines = realm.trace.flatMap((event) =>
      event.kind === 'log' ? [[event.level, event.message, event.fields]] : [],
    );
    const error = (message: string): unknown =>
      expect.objectContaining({ type: 'Error', message }) as unknown;
    expect(lines).toEqual([
      ['info', 'plain', {}],
      ['info', 'with text', { tenant: 'acme' }],
      ['warn', '', { a: 1 }],
      ['error', 'boom', { err: error('boom') }],
      ['error', 'failed', { err: error('inner') }],
      ['error', 'end', {}],
      ['info', 'child', { request: 7, more: [1] }],
      ['debug', 'all', { secret: 'x' }],
    ]);
  });

  // What pino 10.4.0 writes for the same calls, stacks aside.
  it('writes of errors what pino writes, and no more', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `
        import pino from 'pino';
        const named = (error: Error): Error => Object.assign(error, { stack: 'at ' + error.message });
        const inner = Object.assign(named(new Error('inner')), { code: '23505', detail: 'Key' });
        const outer = named(new Error('outer', { cause: inner }));
        const cycle: Record<string, unknown> = { a: 1 };
        cycle.self = cycle;
        export function main() {
          const log = pino();
          log.error({ err: outer }, 'm'); log.error({ error: outer }, 'm'); log.error({ error: inner });
          log.error(inner, 'msg'); log.error('failed', outer); log.error('%s %o %j %d %%', 'x', { e: outer }, { z: 1 }, 3, 4);
          log.error({ err: named(new AggregateError([named(new Error('a')), 'b'], 'all')) });
          log.error({ err: 'text' }); log.error({ err: null }); log.error({ err: { plain: 1 } });
          log.error({ n: 10n, f() {}, s: Symbol('s'), u: undefined, i: Infinity, m: new Map([[1, 2]]), cycle });
          log.error({ x: { get bad() { throw new Error('getter'); } } });
          const known = pino({ errorKey: 'error', serializers: { seen: pino.stdSerializers.err } });
          known.child({ request: 1 }).error({ error: outer, seen: inner });
          const nests = pino({ serializers: { err: pino.stdSerializers.errWithCause } });
          nests.error({ err: outer }, 'm');
          nests.error({ err: named(new AggregateError([named(new Error('a', { cause: inner }))], 'all')) });
          nests.error({ err: undefined }, 'u'); nests.error({ err: Symbol('s') }, 's');
        }
        export function getter() {
          pino().error({ err: Object.defineProperty(new Error('q'), 'bad', { enumerable: true, get() { throw new Error('getter'); } }) });
        }`,
    });
    await realm.call('main');
    const lines = realm.trace.flatMap((event) =>
      event.kind === 'log' ? [[event.message, event.fields]] : [],
    );
    const outer = {
      type: 'Error',
      message: 'outer: inner',
      stack: 'at outer\ncaused by: at inner',
    };
    const inner = {
      type: 'Error',
      message: 'inner',
      stack: 'at inner',
      code: '23505',
      detail: 'Key',
    };
    const own = { code: '23505', detail: 'Key' };
    expect(lines).toEqual([
      ['m', { err: outer }],
      ['m', { error: {} }],
      ['', { error: own }],
      ['msg', { err: inner }],
      ['failed', {}],
      ['x {"e":{}} {"z":1} 3 %', {}],
      [
        'all',
        {
          err: {
            type: 'AggregateError',
            message: 'all',
            stack: 'at all',
            aggregateErrors: [{ type: 'Error', message: 'a', stack: 'at a' }, 'b'],
          },
        },
      ],
      ['', { err: 'text' }],
      ['', { err: null }],
      ['', { err: { plain: 1 } }],
      ['', { n: 10, i: null, m: {}, cycle: { a: 1, self: '[Circular]' } }],
      ['', { x: '[unable to serialize, circular reference is too complex to analyze]' }],
      ['outer', { request: 1, error: outer, seen: inner }],
      ['m', { err: { type: 'Error', message: 'outer', stack: 'at outer', cause: inner } }],
      [
        'all',
        {
          err: {
            type: 'AggregateError',
            message: 'all',
            stack: 'at all',
            aggregateErrors: [{ type: 'Error', message: 'a', stack: 'at a', cause: inner }],
          },
        },
      ],
      ['u', {}],
      ['s', {}],
    ]);
    expect(await realm.call('getter')).toMatchObject({
      kind: 'threw',
      error: { message: 'getter' },
    });
  });
});
