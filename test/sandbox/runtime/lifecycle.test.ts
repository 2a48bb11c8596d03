import { describe, expect, it } from 'vitest';
import { TestRealm } from './realm.ts';

describe('a realm', () => {
  it('keeps nothing of its global but the language and what it installs itself', async () => {
    // What a worker or a context may have besides, some of it on prototypes.
    const realm = await TestRealm.start(`
      Object.defineProperty(globalThis, 'fetch', { value: () => 'fetched', configurable: true });
      globalThis.postMessage = () => 1; globalThis.navigator = {}; globalThis.importScripts = () => 1;
      globalThis.somethingNew = 1; globalThis.onmessage = null;
      Object.defineProperty(globalThis, 'origin', { get: () => 'x', configurable: true });`);
    await realm.load({
      'app.ts': `export const main = () => {
        const names = new Set<string>();
        for (let o: any = globalThis; o !== null && o !== Object.prototype; o = Object.getPrototypeOf(o)) for (const k of Reflect.ownKeys(o)) names.add(String(k));
        return [...names].sort(); };
        export const typed = () => [typeof fetch, typeof (globalThis as any).leakproofStart, typeof (globalThis as any).WebAssembly, new Function('return typeof postMessage')(), (0, eval)('typeof navigator')];`,
    });
    const names = (await realm.value('main')) as string[];
    expect(await realm.value('typed')).toEqual(Array(5).fill('undefined'));
    // Node 20 has no iterators' global yet.
    const language = new Set([...Object.getOwnPropertyNames(globalThis), 'Iterator']);
    const installed = [
      'Buffer',
      'URL',
      'AbortController',
      'console',
      'process',
      'setTimeout',
      'crypto',
    ];
    expect(names).toEqual(expect.arrayContaining(installed));
    expect(names.filter((name) => !language.has(name))).toEqual([]);
    for (const gone of [
      'fetch',
      'WebSocket',
      'navigator',
      'MessageChannel',
      'Worker',
      'WebAssembly',
      'SharedArrayBuffer',
      'location',
      'postMessage',
      'addEventListener',
      'importScripts',
      'indexedDB',
      'caches',
    ]) {
      expect(names).not.toContain(gone);
    }
  });

  it('starts each load afresh, in the same realm', async () => {
    const realm = await TestRealm.start();
    const source = {
      'app.ts': `
        import fs from 'fs';
        let count = 0;
        export const main = () => [++count, (globalThis as any).left ?? null, process.env.NAME ?? null, fs.existsSync('/tmp/x'), typeof setTimeout];
        export function litter() {
          (globalThis as any).left = 'here'; process.env.NAME = 'changed'; fs.writeFileSync('/tmp/x', 'x'); (globalThis as any).setTimeout = 1;
          setInterval(() => console.log('tick'), 1); return new Promise(() => {});
        }`,
    };
    await realm.load(source, { env: { NAME: 'one' } });
    expect(await realm.value('main')).toEqual([1, null, 'one', false, 'function']);
    const dropped = realm.ask('litter');
    await realm.settle();
    await realm.load(source, { env: { NAME: 'two' } });
    expect(await realm.value('main')).toEqual([1, null, 'two', false, 'function']);
    expect(await realm.settle()).toMatchObject({ timers: 0, gates: [] });
    expect(realm.lines).toEqual([]);
    expect(realm.replies.some((reply) => 'id' in reply && reply.id === dropped.call)).toBe(false);
  });

  it('gives the random values of a seed, others for another, and the host’s without one', async () => {
    const source = `
      import { randomBytes, randomUUID } from 'node:crypto';
      export const main = () => [randomUUID(), randomBytes(70_000).toString('hex').slice(-32), crypto.randomUUID()];`;
    const realm = await TestRealm.start();
    const drawn: string[] = [];
    for (const random of [7, 7, 8, undefined, undefined]) {
      await realm.load({ 'app.ts': source }, random === undefined ? {} : { random });
      drawn.push(JSON.stringify(await realm.value('main')));
    }
    expect(drawn[0]).toBe(drawn[1]);
    expect(new Set(drawn).size).toBe(4);
  });

  it('answers a call whose promise does not settle', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `export const main = () => new Promise(() => {}); export const late = () => new Promise((r) => setTimeout(r, 60_000, 'late')); export const never = () => ({ then() {} });`,
    });
    for (const name of ['main', 'late', 'never']) {
      const reply = await realm.ask(name, [], { patience: 10 }).reply;
      expect(reply).toMatchObject({
        outcome: { kind: 'unsettled', message: `${name} did not settle within 0.01 seconds.` },
      });
    }
    expect(await realm.settle()).toMatchObject({ timers: 1 });
  });

  it('settles when nothing but timers, gates or sockets can wake the program', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `
        let steps = 0;
        export function main() {
          const again = () => { steps++; if (steps < 50) setImmediate(() => Promise.resolve().then(() => queueMicrotask(again))); };
          again(); setTimeout(() => {}, 60_000); setTimeout(() => {}, 60_000).unref(); return 'begun';
        }
        export const count = () => steps;`,
    });
    const begun = realm.ask('main');
    expect(await realm.settle()).toMatchObject({
      kind: 'settled',
      timers: 1,
      sent: {},
      received: {},
    });
    expect(await begun.reply).toMatchObject({ kind: 'result' });
    expect(await realm.value('count')).toBe(50);
  });

  it('holds replies of cache and files until they are released, in any order', async () => {
    const realm = await TestRealm.start();
    await realm.load(
      {
        'app.ts': `
          import { createClient } from 'redis'; import { readFile } from 'fs/promises'; import fs from 'fs';
          const redis = createClient(); const order: string[] = [];
          export async function read(name: string) { await redis.get(name); order.push(name); return name; }
          export async function file() { const text = await readFile('/a', 'utf8'); order.push(text); return text; }
          export async function back() { return new Promise((done) => fs.readFile('/a', 'utf8', (_e, text) => { order.push('cb'); done(text); })); }
          export const seen = () => [...order, fs.readFileSync('/a', 'utf8')];`,
      },
      { gated: true, files: { '/a': { text: 'alpha' } } },
    );
    const [one, two, three, four] = [
      realm.ask('read', ['1']),
      realm.ask('read', ['2']),
      realm.ask('file'),
      realm.ask('back'),
    ];
    const { gates } = await realm.settle();
    expect(gates.map(({ call, what }) => [call, what])).toEqual([
      [one.call, 'cache get 1'],
      [two.call, 'cache get 2'],
      [three.call, 'file readFile /a'],
      [four.call, 'file readFile /a'],
    ]);
    for (const gate of [...gates].reverse()) {
      realm.release(gate);
      realm.release(gate);
      await realm.settle();
    }
    await Promise.all([one, two, three, four].map(({ reply }) => reply));
    expect((await realm.settle()).gates).toEqual([]);
    expect(await realm.value('seen')).toEqual(['cb', 'alpha', '2', '1', 'alpha']);
  });

  it('shows console output, bounded', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `export function main() {
        console.log('a %d', 1, { b: [2] }); console.error(new Error('shown')); console.table([1]); console.group('g'); console.warn('in'); console.groupEnd(); console.debug('d');
        console.log({ get x() { throw new Error('getter'); } }, new Proxy({}, { get() { throw 1; }, ownKeys() { throw 1; } }));
        console.log('y'.repeat(5000));
        for (let i = 0; i < 500; i++) console.info('line ' + i);
      }`,
    });
    await realm.call('main');
    const lines = realm.trace.flatMap((event) => (event.kind === 'console' ? [event] : []));
    expect(lines.slice(0, 2)).toMatchObject([
      { level: 'log', text: 'a 1 { b: [ 2 ] }' },
      {
        level: 'error',
        text: expect.stringMatching(/^Error: shown\n {4}at main \(app\.ts:2:\d+\)$/) as unknown,
      },
    ]);
    expect(lines.find(({ text }) => text.startsWith('yyy'))?.text).toMatch(
      /^y{2000}… \(3000 more characters\)$/,
    );
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toMatchObject({
      level: 'warn',
      text: 'The console shows 200 lines of one run; the rest is left out.',
    });
  });

  it('shows errors that nobody caught, with their place, and goes on', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `
        import { EventEmitter } from 'events';
        export function main() {
          setTimeout(() => { throw new Error('in a timer'); }, 1);
          setImmediate(() => { throw new TypeError('in an immediate'); });
          queueMicrotask(() => { throw 'in a microtask'; });
          process.nextTick(() => { throw null; });
          return new Promise((done) => setTimeout(done, 20, 'went on'));
        }`,
    });
    expect(await realm.value('main')).toBe('went on');
    realm.reject('rejected');
    expect(realm.lines).toEqual([
      'Uncaught in a microtask',
      'Uncaught null',
      expect.stringMatching(/^Uncaught TypeError: in an immediate\n.*app\.ts:5:/),
      expect.stringMatching(/^Uncaught Error: in a timer\n.*app\.ts:4:/),
      expect.stringContaining('Uncaught Error: rejected'),
    ]);
  });

  it('tells of rejections, and of those that were handled after all', async () => {
    const realm = await TestRealm.start();
    await realm.load({ 'app.ts': '' });
    const [late, never] = [{}, {}];
    realm.reject('handled late', late);
    realm.reject('never handled', never);
    realm.handle(late);
    realm.handle({});
    await realm.settle();
    const told = realm.trace.flatMap((event) => (event.kind === 'rejection' ? [event] : []));
    expect(told.map(({ rejection, text }) => [rejection, text?.split('\n')[0]])).toEqual([
      [1, 'Uncaught Error: handled late'],
      [2, 'Uncaught Error: never handled'],
      [1, undefined],
    ]);
    await realm.load({ 'app.ts': '' });
    realm.handle(never);
    for (let i = 0; i < 300; i++) realm.reject('again', {});
    await realm.settle();
    expect(realm.trace).toHaveLength(200);
  });

  it('ends when the program exits, wherever it does', async () => {
    for (const [source, code] of [
      [`process.exit(3);`, 3],
      [`try { process.exit(); } catch {}`, 0],
    ] as const) {
      const realm = await TestRealm.start();
      void realm.load({ 'app.ts': source });
      await Promise.resolve();
      expect(realm.exited).toBe(code);
      expect(realm.replies.map(({ kind }) => kind)).toEqual(['ready', 'exited']);
    }
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `export async function main() { await null; console.log('bye'); process.exit(1); }`,
    });
    void realm.ask('main');
    await new Promise((done) => setImmediate(done));
    expect(realm.exited).toBe(1);
    expect(realm.lines).toEqual(['bye']);
    const before = realm.replies.length;
    void realm.ask('main');
    expect(realm.replies).toHaveLength(before);
  });

  it('refuses the thousand-and-first timer, and more deeds than a trace holds', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `
        import fs from 'fs';
        export function timers() { for (let i = 0; i < 10_000; i++) setTimeout(() => {}, 60_000); }
        export function deeds() { for (;;) fs.existsSync('/x'); }
        export function deep(): number { return 1 + deep(); }`,
    });
    expect(await realm.call('timers')).toMatchObject({
      error: {
        name: 'RangeError',
        message: expect.stringContaining('More than 1000 timers') as unknown,
        place: { line: 3 },
      },
    });
    expect(await realm.settle()).toMatchObject({ timers: 1000 });
    expect(await realm.call('deeds')).toMatchObject({
      error: { name: 'RangeError', place: { line: 4 } },
    });
    expect(realm.trace).toHaveLength(50_000);
    expect(await realm.call('deep')).toMatchObject({
      error: { name: 'RangeError', place: { line: 5 } },
    });
  });
});
