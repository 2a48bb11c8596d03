import { defineProperty, hasOwn } from './captured.ts';
import { bytesFrom, bytesMethods } from './language-bytes.ts';
import { abstractIterator, iteratorMethods, iteratorPrototype } from './language-iterators.ts';

/**
 * What of the language a `vm` context of Node 20 lacks, and Chromium and later versions have, as
 * far as services are written with it. `using` looks the two symbols up; Node 20 gives them to its
 * own realm and to no other. An answer must not come to one end in a page and to another in `grade`.
 */
export function completeLanguage(): void {
  for (const name of ['dispose', 'asyncDispose']) {
    if (!hasOwn(Symbol, name)) {
      defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`) });
    }
  }
  add(Object, objectMethods);
  add(Map, mapMethods);
  add(Promise, promiseMethods);
  add(Set.prototype, setMethods);
  add(Map.prototype, keyedMethods);
  add(WeakMap.prototype, keyedMethods);
  add(globalThis, { Iterator: abstractIterator });
  add(iteratorPrototype, iteratorMethods);
  add(Uint8Array, bytesFrom);
  add(Uint8Array.prototype, bytesMethods);
  add(RegExp, regExpMethods);
  // Also where the engine has it: its own awaits outside of the frame of whoever called.
  add(Array, arrayMethods, 'replacing');
}

function add(holder: object, methods: object, how?: 'replacing'): void {
  for (const [name, value] of Object.entries(methods)) {
    if (how !== 'replacing' && hasOwn(holder, name)) continue;
    const hidden = { writable: true, enumerable: false, configurable: true };
    defineProperty(holder, name, { value: value as unknown, ...hidden });
  }
}

type KeyOf = (item: unknown, at: number) => unknown;

function grouped(items: Iterable<unknown>, keyOf: KeyOf): Map<unknown, unknown[]> {
  const groups = new Map<unknown, unknown[]>();
  let at = 0;
  for (const item of items) {
    const key = keyOf(item, at++);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const mapMethods = {
  groupBy: (items: Iterable<unknown>, keyOf: KeyOf) => grouped(items, keyOf),
};

interface Keyed {
  has(key: unknown): boolean;
  get(key: unknown): unknown;
  set(key: unknown, value: unknown): unknown;
}

const keyedMethods = {
  getOrInsert(this: Keyed, key: unknown, value: unknown): unknown {
    if (!this.has(key)) this.set(key, value);
    return this.get(key);
  },
  getOrInsertComputed(this: Keyed, key: unknown, valueOf: (key: unknown) => unknown): unknown {
    if (!this.has(key)) this.set(key, valueOf(key));
    return this.get(key);
  },
};

const regExpMethods = {
  /** What would be read as part of something before it is written as its code, as are spaces. */
  escape(text: string): string {
    const asCode = (sign: string): string => {
      const code = sign.charCodeAt(0).toString(16);
      return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
    };
    const named = { '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r' } as Record<
      string,
      string
    >;
    return text
      .replace(/[\^$\\.*+?()[\]{}|/]|[\t\n\v\f\r]/g, (sign) => `\\${named[sign] ?? sign}`)
      .replace(/[,\-=<>#&!%:;@~'`"\s]/g, asCode)
      .replace(/^[0-9a-z]/i, asCode);
  },
};

const objectMethods = {
  groupBy(items: Iterable<unknown>, keyOf: KeyOf): object {
    const propertyOf: KeyOf = (item, at) => {
      const key = keyOf(item, at);
      return typeof key === 'symbol' ? key : String(key);
    };
    const groups = Object.fromEntries(grouped(items, propertyOf)) as object;
    return Object.setPrototypeOf(groups, null) as object;
  },
};

type Settle = (value: unknown) => void;

const promiseMethods = {
  try(this: PromiseConstructor, run: (...args: unknown[]) => unknown, ...args: unknown[]): unknown {
    return new this((resolve) => {
      resolve(run(...args));
    });
  },
  withResolvers(this: PromiseConstructor): object {
    let settle: { resolve: Settle; reject: Settle } | undefined;
    const promise = new this((resolve, reject) => {
      settle = { resolve, reject };
    });
    return { promise, ...settle };
  },
};

const arrayMethods = {
  async fromAsync(
    items: Partial<AsyncIterable<unknown> & Iterable<unknown>> & ArrayLike<unknown>,
    map?: (this: unknown, item: unknown, at: number) => unknown,
    self?: unknown,
  ): Promise<unknown[]> {
    const isIterable = items[Symbol.asyncIterator] ?? items[Symbol.iterator];
    const all: unknown[] = [];
    const from = (isIterable ? items : Array.from(items)) as AsyncIterable<unknown>;
    for await (const item of from) {
      all.push(map ? await map.call(self, item, all.length) : item);
    }
    return all;
  },
};

/** What a set is compared with: a Set, a Map, or what has these three. */
interface SetLike {
  readonly size: number;
  has(value: unknown): boolean;
  keys(): Iterator<unknown>;
}

function* keysOf(other: SetLike): Generator {
  // An array has none, and the language refuses it.
  if (typeof other !== 'object' || typeof other.size !== 'number') {
    throw new TypeError('What is no set has no size.');
  }
  const keys = other.keys();
  for (let next = keys.next(); next.done !== true; next = keys.next()) yield next.value;
}

/** As a set of its own, whatever it was. */
const setOf = (other: SetLike): Set<unknown> => new Set(keysOf(other));

const setMethods = {
  union(this: Set<unknown>, other: SetLike): Set<unknown> {
    return new Set([...this, ...setOf(other)]);
  },
  intersection(this: Set<unknown>, other: SetLike): Set<unknown> {
    const others = setOf(other);
    // The smaller one decides the order.
    const [from, within] = this.size <= others.size ? [this, others] : [others, this];
    return new Set([...from].filter((value) => within.has(value)));
  },
  difference(this: Set<unknown>, other: SetLike): Set<unknown> {
    const others = setOf(other);
    return new Set([...this].filter((value) => !others.has(value)));
  },
  symmetricDifference(this: Set<unknown>, other: SetLike): Set<unknown> {
    const others = setOf(other);
    const own = [...this].filter((value) => !others.has(value));
    return new Set([...own, ...[...others].filter((value) => !this.has(value))]);
  },
  isSubsetOf(this: Set<unknown>, other: SetLike): boolean {
    const others = setOf(other);
    return [...this].every((value) => others.has(value));
  },
  isSupersetOf(this: Set<unknown>, other: SetLike): boolean {
    return [...setOf(other)].every((value) => this.has(value));
  },
  isDisjointFrom(this: Set<unknown>, other: SetLike): boolean {
    return ![...setOf(other)].some((value) => this.has(value));
  },
};
