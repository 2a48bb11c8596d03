import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateInNode } from './in-node.ts';
import { TestRealm } from './realm.ts';

/** Bodies of `main`, which return data. Node and the realm must return the same. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'crypto: digests': `
    const out: Record<string, string> = {};
    for (const name of ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'SHA256', 'RSA-SHA256']) {
      for (const text of ['', 'a', 'Größe ✓', 'x'.repeat(1000)]) {
        out[name + text.slice(0, 9)] = crypto.createHash(name).update(text).digest('hex');
      }
      out[name + 'parts'] = crypto.createHash(name).update('ab').update(Buffer.from('cd')).digest('base64');
    }
    return out;`,
  'crypto: HMACs': `
    return ['sha1', 'sha256', 'sha512', 'md5'].flatMap((name) => ['', 'k', 'long key '.repeat(50)].map((key) =>
      crypto.createHmac(name, key).update('data').digest('hex')));`,
  'crypto: copies, encodings, mistakes': `
    const hash = crypto.createHash('sha256').update('a'); const copy = hash.copy();
    return [hash.digest('base64url'), copy.update('b').digest('latin1').length,
      fails(() => hash.digest()), fails(() => crypto.createHash('nonsense')).name,
      fails(() => crypto.createHash('md5').update(5 as never)).code,
      crypto.createHash('md5').update('6869', 'hex').digest('hex'), Buffer.isBuffer(copy.copy === copy.copy && crypto.createHash('md5').digest())];`,
  'crypto: timingSafeEqual': `
    return [crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ab')), crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ac')),
      fails(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'))), fails(() => crypto.timingSafeEqual('a' as never, 'a' as never)).code];`,
  'crypto: random shapes': `
    const uuid = crypto.randomUUID();
    return [/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid), uuid !== crypto.randomUUID(),
      crypto.randomBytes(16).length, Buffer.isBuffer(crypto.randomBytes(1)), crypto.randomBytes(70000).length,
      crypto.randomInt(3) < 3, crypto.randomInt(5, 6), fails(() => crypto.randomBytes(-1)).code,
      await new Promise((done) => crypto.randomBytes(4, (e, b) => done(b.length)))];`,
  path: `
    return [path.join('/a', '../b', 'c'), path.resolve('/x', 'y', '..', 'z'), path.normalize('/a/./b//c/..'), path.relative('/a/b', '/a/c/d'),
      path.basename('/a/b.txt', '.txt'), path.extname('x.tar.gz'), path.dirname('/a/b'), path.isAbsolute('a'), path.sep, path.parse('/a/b.c'),
      path.format({ dir: '/d', base: 'f' }), path.posix === path, path.join('a', ''), path.normalize('../../x'), path.join('/exports', '..%2f')];`,
  'util: inspect and format': `
    class Secret { #x = 1; y = 2; get z() { return 3; } }
    return [util.inspect({ a: [1, { b: { c: { d: 1 } } }], s: 'x\\'y', n: null, u: undefined, f() {}, sym: Symbol('q'), date: new Date(0) }),
      util.inspect(new Map([[1, new Set(['a'])]])), util.inspect(new Secret()), util.format('%s %d %i %f %j %o %%', 'a', 1.5, 2.7, '3.1', { a: 1 }, [1], 'rest'),
      util.inspect([1, , 3]), util.inspect('multi\\nline'), util.inspect(-0), util.inspect(10n), util.inspect(new Proxy({}, {})), util.inspect(Object.create(null)),
      util.inspect({ a: 1n, b: -0, c: NaN }, { compact: false }), util.isDeepStrictEqual({ a: [1] }, { a: [1] }), util.isDeepStrictEqual([1], ['1'])];`,
  'util: the rest': `
    function Old(this: any) { events.EventEmitter.call(this); }
    util.inherits(Old as never, events.EventEmitter as never);
    return [util.types.isDate(new Date()), util.types.isPromise(Promise.resolve()), util.types.isRegExp(/a/), util.types.isMap({}), util.types.isNativeError(new TypeError()),
      (new (Old as any)()) instanceof events.EventEmitter, await util.promisify((a: number, done: Function) => done(null, a + 1))(1),
      await new Promise((done) => util.callbackify(async (x: number) => x * 2)(4, (e: unknown, v: unknown) => done(v))),
      new util.TextEncoder().encode('é').length, fails(() => util.promisify(1 as never)).code];`,
  assert: `
    return [fails(() => assert(false, 'no')).message, fails(() => assert.strictEqual(1, 1)), fails(() => assert.deepStrictEqual({ a: [1] }, { a: [2] })).name,
      fails(() => assert.throws(() => { throw new TypeError('x'); }, TypeError)), (await assert.rejects(Promise.reject(new Error('r'))).then(() => 'ok')),
      fails(() => assert.equal(1, 2)).code, fails(() => assert.notStrictEqual(1, 1)).code, fails(() => assert.ok(0)).code, fails(() => assert.deepEqual([1, '2'], [1, 2]))];`,
  events: `
    const e = new events.EventEmitter(); const log: unknown[] = [];
    e.once('x', (v) => log.push('once' + v)); e.on('x', (v) => log.push('on' + v)); e.prependListener('x', () => log.push('first'));
    e.emit('x', 1); e.emit('x', 2); log.push(e.listenerCount('x'), e.emit('none'), fails(() => e.emit('error', new Error('boom'))).message, e.eventNames());
    const waited = events.once(e, 'y'); e.emit('y', 1, 2); log.push(await waited, events === events.EventEmitter); return log;`,
  timers: `
    const log: unknown[] = [];
    setTimeout((a, b) => log.push(['t', a, b]), 1, 'a', 'b'); setImmediate((x) => log.push(['i', x]), 1); process.nextTick((x) => log.push(['n', x]), 2);
    queueMicrotask(() => log.push('m'));
    const stopped = setTimeout(() => log.push('never'), 2); clearTimeout(stopped); const cleared = setImmediate(() => log.push('never')); clearImmediate(cleared);
    await new Promise((r) => setTimeout(r, 20));
    log.push(typeof stopped.ref, stopped.hasRef(), stopped.unref().hasRef(), fails(() => setTimeout('x' as never)).code, typeof +stopped);
    return log.map((x) => JSON.stringify(x)).sort();`,
  'timers/promises': `
    const t = await import('node:timers/promises'); const abort = new AbortController();
    const waiting = t.setTimeout(10_000, 'x', { signal: abort.signal }).catch((e) => [e.name, e.code]); abort.abort();
    const ticks: unknown[] = []; for await (const x of t.setInterval(1, 'v')) { ticks.push(x); if (ticks.length === 2) break; }
    return [await t.setTimeout(1, 'v'), await t.setImmediate('w'), await waiting, ticks];`,
  process: `
    process.env.NUMBER = 5 as never;
    return [process.env.NUMBER, process.platform, typeof process.pid, process.argv.length, typeof process.hrtime.bigint(), process.hrtime().length, typeof process.memoryUsage().heapUsed,
      process.env.ABSENT, 'NUMBER' in process.env, process.version.startsWith('v20.'), process === (await import('node:process')).default];`,
  Buffer: `
    return [Buffer.from('héllo').toString('base64'), Buffer.from('ff00', 'hex').readUInt16BE(0), Buffer.concat([Buffer.from('a'), Buffer.alloc(1)]).length, Buffer.byteLength('✓'),
      Buffer.from('abc').equals(Buffer.from('abc')), Buffer.compare(Buffer.from('a'), Buffer.from('b')), Buffer.from('x').toJSON(), Buffer.from([1, 2]).subarray(1).length, Buffer.isBuffer(new Uint8Array(1)),
      Buffer.from('aGk', 'base64url').toString()];`,
  'URL and text': `
    const u = new URL('/b?x=1&y=a%20b#h', 'https://user:pw@host.example:8443/a'); u.searchParams.append('z', 'ö'); const d = new TextDecoder();
    return [u.href, u.origin, [...u.searchParams], fails(() => new URL('nope')).code === undefined ? 'x' : 'x', fails(() => new URL('nope')).name, URL.canParse('a:b'), new URLSearchParams({ a: '1 2' }).toString(),
      url.fileURLToPath('file:///a/b%20c'), String(url.pathToFileURL('/a/b c%')), d.decode(new TextEncoder().encode('ä✓😀')), new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65, 0xff])),
      d.decode(new Uint8Array([0xe2, 0x9c]), { stream: true }) + d.decode(new Uint8Array([0x93])), fails(() => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255]))).name,
      btoa('hi'), atob('aGk='), fails(() => new TextDecoder('nope')).name];`,
  structuredClone: `
    const a: any = { m: new Map([[1, new Set([2])]]), d: new Date(5), n: [1, , 3].length, b: new Uint8Array([1, 2]), e: new RangeError('r'), x: -0, r: /a/gi, big: 1n }; a.self = a;
    const c = structuredClone(a);
    return [c !== a, c.self === c, c.m.get(1).has(2), c.d.getTime(), c.b[1], c.e instanceof Error, c.e.message, Object.is(c.x, -0), c.r.flags, c.big === 1n, fails(() => structuredClone(() => 1)).name];`,
  'AbortController and EventTarget': `
    const c = new AbortController(); const log: unknown[] = []; c.signal.addEventListener('abort', () => log.push('a'), { once: true }); c.signal.onabort = () => log.push('on');
    c.abort(); c.abort(); log.push(c.signal.aborted, (c.signal.reason as Error).name, fails(() => c.signal.throwIfAborted()).name, AbortSignal.abort('why').reason, AbortSignal.any([c.signal]).aborted);
    const t = new EventTarget(); t.addEventListener('x', (e) => { log.push(e.type, e.target === t); e.preventDefault(); }); log.push(t.dispatchEvent(new Event('x', { cancelable: true })));
    return log.sort();`,
};

const moduleOf = (body: string): string => `
import * as crypto from 'node:crypto';
import path from 'path';
import * as util from 'node:util';
import assert from 'node:assert';
import events from 'node:events';
import url from 'node:url';
function fails(run: () => unknown): any {
  try { run(); return 'did not fail'; }
  catch (error: any) { return { name: error.name, message: error.message, code: error.code }; }
}
const used = [crypto, path, util, assert, events, url, fails];
export async function main() { ${body} }`;

describe("Node's modules", () => {
  let realm: TestRealm;
  beforeAll(async () => {
    realm = await TestRealm.start();
  });

  it.each(Object.entries(PROGRAMS))('answer as in Node: %s', async (_name, body) => {
    const source = moduleOf(body);
    const inNode = await evaluateInNode(source).main?.();
    expect(await realm.load({ 'app.ts': source })).toBeNull();
    // Through JSON, since the realm's answers are data.
    const asData = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    const answer = await realm.value('main');
    expect(asData(plainly(answer))).toEqual(asData(inNode));
  });
});

/** What stands for `undefined` in the realm's answers, as JSON has it. */
function plainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainly);
  if (typeof value !== 'object' || value === null) return value;
  if ('@' in value && value['@'] === 'undefined') return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainly(item)]));
}
