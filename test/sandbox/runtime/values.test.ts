import { beforeAll, describe, expect, it } from 'vitest';
import type { Plain } from '../../../src/contract/index.ts';
import { TestRealm } from './realm.ts';

/** An expression, and what it becomes as data. */
const VALUES: readonly (readonly [string, Plain])[] = [
  ['null', null],
  ['undefined', { '@': 'undefined' }],
  ['true', true],
  ['-1.5', -1.5],
  ['NaN', { '@': 'number', value: 'NaN' }],
  ['-Infinity', { '@': 'number', value: '-Infinity' }],
  ['-0', { '@': 'number', value: '-0' }],
  ['12345678901234567890n', { '@': 'bigint', value: '12345678901234567890' }],
  ["'text'", 'text'],
  ["Symbol('s')", { '@': 'symbol', value: 's' }],
  ['[1, [2]]', [1, [2]]],
  ['[1, , 3]', [1, { '@': 'undefined' }, 3]],
  ['({ a: { b: [] } })', { a: { b: [] } }],
  ["({ '@': 'date' })", { '@': 'object', value: 'Object', entries: [['@', 'date']] }],
  ["({ [Symbol('k')]: 1 })", { '@': 'object', value: 'Object', entries: [['Symbol(k)', 1]] }],
  ['Object.create(null, { x: { value: 1, enumerable: true } })', { x: 1 }],
  [
    'JSON.parse(\'{"__proto__": 1}\')',
    { '@': 'object', value: 'Object', entries: [['__proto__', 1]] },
  ],
  ['new Date(0)', { '@': 'date', value: '1970-01-01T00:00:00.000Z' }],
  ['new Date(NaN)', { '@': 'date', value: 'Invalid Date' }],
  ["Buffer.from('hi!?')", { '@': 'bytes', value: 'aGkhPw==' }],
  ['new Uint8Array([255, 0])', { '@': 'bytes', value: '/wA=' }],
  ['new Uint8Array([1, 2, 3, 4]).buffer', { '@': 'bytes', value: 'AQIDBA==' }],
  [
    "new Map([['a', new Set([1])]])",
    { '@': 'map', entries: [['a', { '@': 'set', entries: [1] }]] },
  ],
  ['function named() {}', { '@': 'function', value: 'named' }],
  ['class Named {}', { '@': 'function', value: 'Named' }],
  ['/a+/gi', { '@': 'object', value: 'RegExp', entries: [['value', '/a+/gi']] }],
  ["new String('boxed')", { '@': 'object', value: 'String', entries: [['value', 'boxed']] }],
  ['new (class Own { x = 1; })()', { '@': 'object', value: 'Own', entries: [['x', 1]] }],
  [
    'new (class Own { #x = 7; get x() { return this.#x; } })()',
    { '@': 'object', value: 'Own', entries: [['x', 7]] },
  ],
  [
    'Object.assign([1], { extra: 2 })',
    {
      '@': 'object',
      value: 'Array',
      entries: [
        ['0', 1],
        ['extra', 2],
      ],
    },
  ],
  ["({ get x() { throw new Error('no'); } })", { x: { '@': 'getter', value: 'no' } }],
  ["({ get x(): never { throw 'text'; } })", { x: { '@': 'getter', value: 'text' } }],
  ['((a: any) => (a.self = a))({})', { self: { '@': 'cycle' } }],
  ['((a: any) => [a, a])({ x: 1 })', [{ x: 1 }, { x: 1 }]],
  [
    '((m: Map<any, any>) => m.set(1, m))(new Map())',
    { '@': 'map', entries: [[1, { '@': 'cycle' }]] },
  ],
  ['({ then: 5 })', { then: 5 }],
  ['({ then(resolve: any) { resolve([1]); } })', [1]],
  ['Promise.resolve(Promise.resolve(2))', 2],
  ['[Promise.resolve(1)]', [{ '@': 'object', value: 'Promise', entries: [] }]],
];

/** An expression, and the sentence that says why not all of it is there. */
const CUT: readonly (readonly [string, RegExp])[] = [
  ['Array.from({ length: 30000 }, (_, i) => i)', /"size: \d+ more elements"/],
  ['Object.fromEntries(Array.from({ length: 30000 }, (_, i) => ["k" + i, i]))', /k19000/],
  ["'x'.repeat(200000)", /^"x{100000}"$/],
  ["Array.from({ length: 100 }, () => 'x'.repeat(50000))", /"size/],
  ['Buffer.alloc(200000)', /"bytes"/],
  ['((a: any) => { for (let i = 0; i < 30; i++) a = [a]; return a; })(1)', /"cut","value":"depth"/],
  ['new Array(1e9)', /"size: \d+ more elements"/],
  ["new Proxy({}, { ownKeys() { throw new Error('shut'); } })", /it cannot be read: shut/],
  ['new Map(Array.from({ length: 30000 }, (_, i) => [i, i]))', /"map"/],
];

/** What is thrown, and its name, message and code. */
const THROWN: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["new Error('m')", { name: 'Error', message: 'm', code: null }],
  [
    "Object.assign(new TypeError('t'), { code: '42P01', detail: 'd' })",
    { name: 'TypeError', code: '42P01' },
  ],
  ['null', { name: 'null', message: 'null', value: null }],
  ['undefined', { name: 'undefined', value: { '@': 'undefined' } }],
  ["'text'", { name: 'string', message: 'text', value: 'text' }],
  ['42', { name: 'number', message: '42', value: 42 }],
  ["Symbol('s')", { name: 'symbol', message: 'Symbol(s)' }],
  ["{ code: 'E', message: 'like one' }", { name: 'Object', message: 'like one', code: 'E' }],
  ['Object.create(null)', { name: 'Object', message: 'Object' }],
  ["new (class Own extends Error { override name = 'Own'; })('o')", { name: 'Own', message: 'o' }],
  [
    "new Proxy({}, { get() { throw new Error('trap'); }, getPrototypeOf() { throw new Error('trap'); }, ownKeys() { throw new Error('trap'); }, has() { throw new Error('trap'); }, getOwnPropertyDescriptor() { throw new Error('trap'); } })",
    { name: 'Object', code: null },
  ],
  [
    "Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('no'); } })",
    { name: 'Error', message: '' },
  ],
  [
    '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
    { code: null },
  ],
];

describe('a value as data', () => {
  let realm: TestRealm;
  beforeAll(async () => {
    realm = await TestRealm.start();
  });
  const load = (source: string): Promise<unknown> =>
    realm.load({ 'app.ts': source }).then((fault) => expect(fault).toBeNull());

  it.each(VALUES)('%s', async (expression, plain) => {
    await load(`export const make = (): any => (${expression});`);
    expect(await realm.call('make')).toEqual({ kind: 'returned', value: plain, cut: false });
  });

  it.each(CUT)('is cut, and says so: %s', async (expression, said) => {
    await load(`export const make = (): any => ${expression};`);
    const outcome = await realm.call('make');
    expect(outcome).toMatchObject({ kind: 'returned', cut: true });
    const text = JSON.stringify(outcome.kind === 'returned' && outcome.value);
    expect(text).toMatch(said);
    expect(text.length).toBeLessThan(2_000_000);
  });

  it.each(THROWN)('thrown: %s', async (expression, fields) => {
    await load(`export function fail(): never { throw ${expression}; }
      export async function reject(): Promise<never> { await null; throw ${expression}; }`);
    for (const name of ['fail', 'reject']) {
      const outcome = await realm.call(name);
      expect(outcome).toMatchObject({ kind: 'threw', error: fields });
    }
  });

  it('keeps what an error carries: cause, detail, errors, and what its class says', async () => {
    await load(`
      class Own extends Error { #d = 'hidden'; get inside() { return this.#d; } tenant = 'acme'; }
      export function fail() {
        throw new Own('outer', { cause: Object.assign(new Error('inner'), { detail: 'Key (id)=(1)' }) });
      }
      export const fine = () => new AggregateError([new Error('one'), 2], 'all');`);
    const outcome = await realm.call('fail');
    expect(outcome).toMatchObject({
      kind: 'threw',
      error: {
        message: 'outer',
        place: { file: 'app.ts', line: 4 },
        value: {
          tenant: 'acme',
          inside: 'hidden',
          cause: { '@': 'error', value: { message: 'inner', value: { detail: 'Key (id)=(1)' } } },
        },
      },
    });
    expect(await realm.value('fine')).toMatchObject({
      '@': 'error',
      value: { name: 'AggregateError', message: 'all', value: { errors: [{ '@': 'error' }, 2] } },
    });
  });

  it('takes arguments the same way', async () => {
    await load(`
      export const kinds = (...args: any[]) => args.map((a) => a === null ? 'null' : Object.prototype.toString.call(a).slice(8, -1) + ':' + String(a?.toString?.() ?? a));`);
    const args: Plain[] = [
      null,
      { '@': 'undefined' },
      { '@': 'number', value: '-0' },
      { '@': 'bigint', value: '5' },
      { '@': 'date', value: '1970-01-01T00:00:00.000Z' },
      { '@': 'bytes', value: 'aGk=' },
      { '@': 'map', entries: [['a', 1]] },
      { '@': 'set', entries: [1] },
      [1, 'x'],
      { a: 1 },
    ];
    expect(await realm.value('kinds', ...args)).toEqual([
      'null',
      'Undefined:undefined',
      'Number:0',
      'BigInt:5',
      expect.stringContaining('Date:'),
      'Uint8Array:hi',
      'Map:[object Map]',
      'Set:[object Set]',
      'Array:1,x',
      'Object:[object Object]',
    ]);
  });

  it('does not depend on what the program has replaced', async () => {
    await load(`
      const break_ = () => { throw new Error('replaced'); };
      export function spoil() {
        const define = Object.defineProperty;
        const all: [any, any][] = [];
        for (const [proto, names] of [
          [Array.prototype, ['push', 'map', 'join', 'forEach', 'concat', 'slice', 'includes', 'indexOf', 'some', 'at', Symbol.iterator]],
          [String.prototype, ['slice', 'replace', 'indexOf', 'includes', 'startsWith', 'split', 'charCodeAt']],
          [Map.prototype, ['get', 'set', 'has', 'delete', 'forEach', 'entries', Symbol.iterator]],
          [Set.prototype, ['add', 'has', 'forEach']], [WeakMap.prototype, ['get', 'set', 'has', 'delete']],
          [Function.prototype, ['call', 'apply', 'bind']], [RegExp.prototype, ['exec', 'test']], [Promise.prototype, ['then', 'catch', 'finally']],
          [Object, ['keys', 'entries', 'create', 'defineProperty', 'assign', 'getPrototypeOf', 'fromEntries', 'hasOwn']], [JSON, ['parse', 'stringify']],
          [Reflect, ['apply', 'ownKeys', 'get', 'defineProperty']], [Array, ['isArray', 'from']], [Date.prototype, ['toISOString', 'getTime']], [Number, ['isInteger']],
        ] as any[]) for (const name of names) all.push([proto, name]);
        const map = new Map([['a', 1]]), bytes = new Uint8Array([1]);
        const count = all.length;
        for (let i = 0; i < count; i++) { const pair = all[i]!; pair[0][pair[1]] = break_; }
        (Object.prototype as any).toJSON = () => 'forged';
        define(Object.prototype, 'get', { get: break_, set: break_, configurable: true });
        define(Array.prototype, '0', { get: break_, set: break_, configurable: true });
        return { tenant: 'acme', rows: [1, { when: new Date(0), map }], bytes };
      }
      export async function later() { throw new TypeError('after all that'); }`);
    expect(await realm.call('spoil')).toMatchObject({
      kind: 'returned',
      value: { tenant: 'acme', rows: [1, { when: { value: '1970-01-01T00:00:00.000Z' } }] },
    });
    expect(await realm.call('later')).toMatchObject({
      kind: 'threw',
      error: { name: 'TypeError', message: 'after all that' },
    });
    expect(await realm.settle()).toMatchObject({ kind: 'settled', gates: [] });
    realm = await TestRealm.start();
  });
});
