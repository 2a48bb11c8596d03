import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateInNode } from './in-node.ts';
import { TestRealm } from './realm.ts';

/**
 * Each program is the body of `main`, which is run by Node with its own AsyncLocalStorage and by
 * the realm with ours. Both must note the same stores in the same order.
 */
const PROGRAMS: Readonly<Record<string, string>> = {
  'await of a value': `await als.run('a', async () => { note(1); await null; note(2); await 7; note(3); }); note(4);`,
  'await of a promise': `await als.run('a', async () => { await Promise.resolve(); note(1); }); note(2);`,
  'await of a thenable': `
    await als.run('a', async () => {
      const value = await { then(resolve: (v: number) => void) { note(1); resolve(5); } };
      note(2 + value);
    });`,
  'await of a thenable that throws': `
    await als.run('a', async () => {
      try { await { then() { note(1); throw new Error('x'); } }; } catch { note(2); }
    });`,
  'nested runs': `
    await als.run('a', async () => {
      await null;
      await als.run('b', async () => { await null; note(1); });
      note(2);
    });
    note(3);`,
  'two calls in flight': `
    await Promise.all(['a', 'b', 'c'].map((tenant, i) => als.run(tenant, async () => {
      for (let step = 0; step <= i; step++) { await null; note(tenant + step); }
    })));`,
  'then, catch and finally': `
    await als.run('a', () => Promise.reject(new Error('x'))
      .catch(() => { note(1); return 1; }).then(() => { note(2); }).finally(() => { note(3); }));
    note(4);`,
  'then belongs to who registers': `
    let resolve: (v?: unknown) => void = () => {};
    const promise = new Promise((r) => { resolve = r; });
    const left = als.run('a', () => promise.then(() => note(1)));
    const right = als.run('b', () => promise.then(() => note(2)));
    als.run('c', () => resolve());
    await Promise.all([left, right]); note(3);`,
  combinators: `
    await als.run('a', async () => {
      await Promise.all([1, Promise.resolve(2)]); note(1);
      await Promise.race([new Promise(() => {}), Promise.resolve()]); note(2);
      await Promise.allSettled([Promise.reject(new Error('x'))]); note(3);
      await Promise.any([Promise.resolve()]); note(4);
    });`,
  timers: `
    await als.run('a', () => new Promise<void>((done) => {
      setTimeout(() => { note(1); setImmediate(() => { note(2); done(); }); }, 1);
    }));
    note(3);`,
  interval: `
    await als.run('a', () => new Promise<void>((done) => {
      let count = 0;
      const timer = setInterval(() => { note(++count); if (count === 3) { clearInterval(timer); done(); } }, 1);
    }));`,
  'queueMicrotask and nextTick': `
    await als.run('a', () => new Promise<void>((done) => {
      queueMicrotask(() => { note(1); process.nextTick(() => { note(2); done(); }); });
    }));
    note(3);`,
  'timers/promises': `
    const { setTimeout: sleep } = await import('node:timers/promises');
    await als.run('a', async () => { note(await sleep(1, 'slept')); });`,
  'emitters run where emit is called': `
    const emitter = new EventEmitter();
    als.run('a', () => emitter.on('x', () => note(1)));
    als.run('b', () => emitter.emit('x'));
    emitter.emit('x');`,
  'events.once': `
    const emitter = new EventEmitter();
    const waiting = als.run('a', async () => { await once(emitter, 'x'); note(1); });
    als.run('b', () => emitter.emit('x'));
    await waiting; note(2);`,
  'enterWith lasts for the rest': `
    await als.run('a', async () => {
      als.enterWith('b'); note(1); await null; note(2); als.enterWith('c'); await null; note(3);
    });
    note(4);`,
  'enterWith before the first await is seen by the caller': `
    async function login() { als.enterWith('in'); await null; note(1); als.enterWith('deep'); }
    await als.run('a', async () => { const p = login(); note(2); await p; note(3); });`,
  exit: `
    await als.run('a', async () => {
      als.exit(() => { note(1); setTimeout(() => note(2), 1); });
      note(3); await new Promise((r) => setTimeout(r, 10)); note(4);
    });`,
  disable: `
    als.run('a', () => { als.disable(); note(1); als.run('b', () => note(2)); note(3); });
    note(4);`,
  'bind and snapshot': `
    const bound = als.run('a', () => AsyncLocalStorage.bind((x: number) => note(x)));
    const inside = als.run('b', () => AsyncLocalStorage.snapshot());
    bound(1); als.run('c', () => { bound(2); inside(() => note(3)); inside((x: number) => note(x), 4); note(5); });`,
  AsyncResource: `
    const resource = als.run('a', () => new AsyncResource('Job'));
    als.run('b', () => {
      note(resource.runInAsyncScope((x: number) => { note(1); return x * 2; }, null, 21));
      resource.bind(() => note(2))();
    });
    const bound = als.run('c', () => AsyncResource.bind(function (this: unknown, x: number) { note(x); }));
    bound(9);`,
  'two storages are independent': `
    const other = new AsyncLocalStorage<string>();
    await als.run('a', () => other.run('x', async () => {
      await null; note(other.getStore());
      await als.run('b', async () => { await null; note(other.getStore()); });
      other.enterWith('y'); await null; note(other.getStore());
    }));
    note(String(other.getStore()));`,
  'async generators': `
    async function* numbers() { note('g0'); yield 1; await null; note('g1'); yield 2; note('g2'); }
    const it = als.run('a', () => numbers());
    await als.run('b', async () => { note(JSON.stringify(await it.next())); });
    await als.run('c', async () => { note(JSON.stringify(await it.next())); });
    await als.run('d', async () => { note(JSON.stringify(await it.next())); });`,
  'for await over an async generator': `
    async function* pages() { for (const page of [1, 2]) { await new Promise((r) => setTimeout(r, 1)); note('p' + page); yield page; } }
    await als.run('a', async () => { for await (const page of pages()) { await null; note(page); } });
    note('end');`,
  'for await over promises': `
    await als.run('a', async () => { for await (const x of [Promise.resolve(1), 2]) note(x); });`,
  'for await that breaks': `
    async function* all() { try { yield 1; yield 2; } finally { await null; note('closed'); } }
    await als.run('a', async () => { for await (const x of all()) { note(x); break; } note('after'); });`,
  'try and finally': `
    await als.run('a', async () => {
      try { await null; throw new Error('x'); } catch { await null; note(1); } finally { await null; note(2); }
    }); note(3);`,
  'errors pass through frames': `
    const failing = async () => { await null; throw new Error('x'); };
    await als.run('a', async () => {
      await Promise.all([als.run('b', failing).catch(() => note(1)), als.run('c', failing).catch(() => note(2))]);
      note(3);
    });
    try { als.run('d', () => { throw new Error('y'); }); } catch { note(4); }`,
  'an executor and a late resolve': `
    await als.run('a', async () => {
      const value = await new Promise((resolve) => setTimeout(() => als.run('b', () => resolve(1)), 1));
      note(value);
    });`,
  'returning a promise from async': `
    const inner = async () => { await null; return Promise.resolve(3); };
    await als.run('a', async () => { note(await inner()); });`,
  'async arrow functions keep this and arguments': `
    class Service { name = 's'; async run(...rest: number[]) { const go = async () => { await null; return this.name + rest.length; }; return go(); } }
    await als.run('a', async () => { note(await new Service().run(1, 2)); });`,
  'a store that is a falsy value': `
    als.run(0, () => note(1)); als.run(null, () => note(2)); als.run(undefined, () => note(3)); als.run('', () => note(4));`,
  'callbacks of promisified functions': `
    const later = promisify((x: number, done: (e: null, v: number) => void) => { setTimeout(() => done(null, x + 1), 1); });
    await als.run('a', async () => { note(await later(1)); });`,
  'a shared promise is awaited by two': `
    let open: () => void = () => {};
    const gate = new Promise<void>((r) => { open = r; });
    const each = ['a', 'b'].map((t) => als.run(t, async () => { await gate; note(t); }));
    als.run('c', open); await Promise.all(each);`,
};

const moduleOf = (body: string): string => `
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter, once } from 'node:events';
import { promisify } from 'node:util';
export async function main(): Promise<string[]> {
  const als = new AsyncLocalStorage<any>();
  const notes: string[] = [];
  const note = (what: unknown) => { notes.push(String(what) + ':' + String(als.getStore())); };
  const use = [AsyncResource, EventEmitter, once, promisify];
  ${body}
  return notes;
}`;

describe('AsyncLocalStorage', () => {
  let realm: TestRealm;
  beforeAll(async () => {
    realm = await TestRealm.start();
  });

  it.each(Object.entries(PROGRAMS))('follows as in Node: %s', async (_name, body) => {
    const source = moduleOf(body);
    const inNode = await evaluateInNode(source).main?.();
    expect(await realm.load({ 'app.ts': source })).toBeNull();
    expect(inNode).not.toEqual([]);
    expect(await realm.value('main')).toEqual(inNode);
  });
});

describe('the call that a piece of work serves', () => {
  it('follows the same ways, and no AsyncLocalStorage changes it', async () => {
    const realm = await TestRealm.start();
    await realm.load({
      'app.ts': `
        import { AsyncLocalStorage } from 'node:async_hooks';
        import pino from 'pino';
        const log = pino();
        const als = new AsyncLocalStorage<string>();
        const fromLoad = AsyncLocalStorage.snapshot();
        let fromFirst: any;
        export async function first() { fromFirst = AsyncLocalStorage.snapshot(); }
        export async function second() {
          als.enterWith('x'); log.info('entered');
          await null; log.info('awaited');
          fromLoad(() => log.info('in the load'));
          fromFirst(() => log.info('in the first'));
          await new Promise<void>((done) => setTimeout(() => { log.info('timer'); done(); }, 1));
        }
        log.info('loading');`,
    });
    await realm.call('first');
    const { call, reply } = realm.ask('second');
    await reply;
    const calls = realm.trace.map((event) => [event.kind === 'log' && event.message, event.call]);
    expect(calls).toEqual([
      ['loading', null],
      ['entered', call],
      ['awaited', call],
      ['in the load', call],
      ['in the first', call],
      ['timer', call],
    ]);
  });
});
