import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelOf, type Plain, type Sandbox } from '../../../src/contract/index.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import { createSandboxHost } from '../../../src/sandbox/index.ts';
import type { Realms } from '../hostile/describe-corpus.ts';

/** Bodies of an async function, and what it returns in every realm. */
const PROGRAMS: Readonly<Record<string, readonly [body: string, answer: Plain]>> = {
  'using and await using, the last one first, after a throw': [
    `const log: string[] = [];
    const resource = (name: string) => ({
      [Symbol.dispose]() { log.push(name); },
      async [Symbol.asyncDispose]() { await null; log.push('later ' + name); },
    });
    try {
      using a = resource('a');
      await using b = resource('b');
      using c = resource('c');
      throw new Error('x');
    } catch (error) { log.push((error as Error).message); }
    return log;`,
    ['c', 'later b', 'a', 'x'],
  ],
  'a store where something is disposed of': [
    `const store = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const work = async () => {
      await using one = { async [Symbol.asyncDispose]() { await null; seen.push(store.getStore()); } };
      await new Promise((done) => setTimeout(done, 1));
    };
    await Promise.all(['a', 'b'].map((name) => store.run(name, work)));
    return seen.sort();`,
    ['a', 'b'],
  ],
  'a file and a timer that end with their block': [
    `let fired = false; let file: any;
    { using timer = setTimeout(() => { fired = true; }, 1); }
    { await using opened = await open('/tmp/x', 'w'); file = opened; }
    await new Promise((done) => setTimeout(done, 5));
    return [fired, await file.stat().catch((error: any) => error.code)];`,
    [false, 'EBADF'],
  ],
  'the two symbols are the language’s': [
    `return [Symbol.dispose, Symbol.asyncDispose].map((symbol) => [typeof symbol, symbol.description])
      .concat(Reflect.ownKeys(Object.getOwnPropertyDescriptor(Symbol, 'dispose')!).length as any);`,
    [['symbol', 'Symbol.dispose'], ['symbol', 'Symbol.asyncDispose'], 4],
  ],
  'rows by tenant': [
    `const rows = [{ t: 'a', n: 1 }, { t: 'b', n: 2 }, { t: 'a', n: 3 }];
    const byKey = Object.groupBy(rows, (row) => row.t);
    return [Object.getPrototypeOf(byKey), Object.entries(byKey).map(([key, group]) => [key, group!.map((row) => row.n)]),
      [...Map.groupBy(rows, (row, at) => at > 0)].map(([key, group]) => [key, group.length]),
      Object.hasOwn(Object.groupBy([1], () => '__proto__'), '__proto__')];`,
    [
      null,
      [
        ['a', [1, 3]],
        ['b', [2]],
      ],
      [
        [false, 1],
        [true, 2],
      ],
      true,
    ],
  ],
  'promises made and tried': [
    `const { promise, resolve } = Promise.withResolvers<number>(); setTimeout(() => resolve(1), 1);
    const thrown = await Promise.try(() => { throw new Error('x'); }).catch((error) => error.message);
    return [await promise, await Promise.try((a: number, b: number) => a + b, 1, 2), thrown];`,
    [1, 3, 'x'],
  ],
  sets: [
    `const [a, b] = [new Set([1, 2, 3]), new Set([3, 2, 5])];
    const fails = (f: () => unknown) => { try { f(); return null; } catch (error) { return (error as Error).name; } };
    return [[...a.union(b)], [...a.intersection(b)], [...a.difference(b)], [...a.symmetricDifference(b)],
      a.isSubsetOf(b), new Set([2]).isSubsetOf(a), a.isSupersetOf(new Set([1])), a.isDisjointFrom(b), [...a.difference(new Map([[1, 0]]))],
      [...new Set([5, 3, 2, 9]).intersection(b)], fails(() => a.union([1] as never)), fails(() => a.isDisjointFrom(undefined as never))];`,
    [
      [1, 2, 3, 5],
      [2, 3],
      [1],
      [1, 5],
      false,
      true,
      true,
      false,
      [2, 3],
      [3, 2, 5],
      'TypeError',
      'TypeError',
    ],
  ],
  'iterators, lazily': [
    `const seen: number[] = []; let ended = 0;
    function* counting() { try { for (let n = 1; ; n++) { seen.push(n); yield n; } } finally { ended++; } }
    const fails = (f: () => unknown) => { try { f(); return null; } catch (error) { return (error as Error).name; } };
    const first = counting().filter((n) => n % 2 === 0).map((n, at) => [n, at]).take(2).toArray();
    const byTenant = new Map([['a', 1], ['b', 2]]);
    const own = { n: 0, next() { return { done: this.n > 1, value: this.n++ }; } };
    return [first, [...seen], ended, byTenant.values().reduce((sum, n) => sum + n), [...byTenant.keys().flatMap((key) => [key, key])],
      byTenant.entries().find(([, n]) => n === 2), counting().some((n) => n > 3), counting().drop(2).every((n) => n < 5), ended,
      [...Iterator.from(own).map((n) => n + 10)], [].values() instanceof Iterator, Iterator.name, counting().take(0).toArray(),
      fails(() => [].values().reduce((a) => a)), fails(() => counting().take(-1)), fails(() => counting().map(null as never)),
      fails(() => new (Iterator as any)()), fails(() => [1].values().flatMap(() => 'ab' as never).next())];`,
    [
      [
        [2, 0],
        [4, 1],
      ],
      [1, 2, 3, 4],
      1,
      3,
      ['a', 'a', 'b', 'b'],
      ['b', 2],
      true,
      false,
      3,
      [10, 11],
      true,
      'Iterator',
      [],
      'TypeError',
      'RangeError',
      'TypeError',
      'TypeError',
      'TypeError',
    ],
  ],
  'bytes as text': [
    `const bytes = Uint8Array.of(0, 251, 255, 16) as any; const from = Uint8Array as any;
    const fails = (f: () => unknown) => { try { f(); return null; } catch (error) { return (error as Error).name; } };
    return [bytes.toHex(), bytes.toBase64(), bytes.toBase64({ alphabet: 'base64url', omitPadding: true }), new (Uint8Array as any)(3).toBase64(),
      [...from.fromHex('00FBff10')], [...from.fromBase64('APv/ EA==')], [...from.fromBase64('APv_EA', { alphabet: 'base64url' })],
      fails(() => from.fromHex('0')), fails(() => from.fromBase64('A')), fails(() => from.fromBase64('AA=')), fails(() => from.fromBase64('-_=='))];`,
    [
      '00fbff10',
      'APv/EA==',
      'APv_EA',
      'AAAA',
      [0, 251, 255, 16],
      [0, 251, 255, 16],
      [0, 251, 255, 16],
      'SyntaxError',
      'SyntaxError',
      'SyntaxError',
      'SyntaxError',
    ],
  ],
  'a value made where there is none, and a text in an expression': [
    `const map = new Map<string, number>([['a', 1]]) as any; const made: string[] = [];
    const make = (key: string) => { made.push(key); return 2; };
    return [map.getOrInsertComputed('a', make), map.getOrInsertComputed('b', make), map.getOrInsert('c', 3), made, [...map],
      ['a.b', '_a-b c', '/x\\n', '9@', '\\u2028', '^$|(){}[]*+?\\\\'].map((text) => (RegExp as any).escape(text))];`,
    [
      1,
      2,
      3,
      ['b'],
      [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
      [
        '\\x61\\.b',
        '_a\\x2db\\x20c',
        '\\/x\\n',
        '\\x39\\x40',
        '\\u2028',
        '\\^\\$\\|\\(\\)\\{\\}\\[\\]\\*\\+\\?\\\\',
      ],
    ],
  ],
  'a list of what is awaited, in its caller’s store': [
    `const store = new AsyncLocalStorage<string>();
    async function* pages() { yield 1; await null; yield 2; }
    const later = async (n: unknown, at: number) => { await null; return [n, at, store.getStore()]; };
    return [await store.run('a', () => Array.fromAsync(pages(), later)), await Array.fromAsync([Promise.resolve(1), 2]),
      await Array.fromAsync({ length: 1, 0: Promise.resolve('x') }), await Array.fromAsync('ab'),
      await Array.fromAsync(null as never).catch((error) => error.name), Array.fromAsync.name];`,
    [
      [
        [1, 0, 'a'],
        [2, 1, 'a'],
      ],
      [1, 2],
      ['x'],
      ['a', 'b'],
      'TypeError',
      'fromAsync',
    ],
  ],
};

const text = (body: string): string => `
import { AsyncLocalStorage } from 'node:async_hooks';
import { open } from 'node:fs/promises';
export async function attempt(): Promise<unknown> {
  ${body}
}`;

/** What a program finds of the language, which must be the same in a page and in \`grade\`. */
export function describeLanguage(open: () => Realms): void {
  let realms: Realms;
  let sandbox: Sandbox;
  beforeAll(async () => {
    realms = open();
    sandbox = await createSandboxHost(channelOf(realms.connect().port)).start();
  });
  afterAll(() => {
    realms.dispose();
  });

  describe('the language in a realm', () => {
    it.each(Object.entries(PROGRAMS))('%s', async (_name, [body, answer]) => {
      const program = compileProgram({ 'app.ts': text(body) });
      if ('code' in program) throw new Error(program.message);
      await sandbox.load(program, { env: {}, files: {}, gated: false });
      const outcome = await sandbox.call('app.ts', 'attempt', []).outcome;
      expect(outcome).toEqual({ kind: 'returned', value: answer, cut: false });
    });
  });
}
