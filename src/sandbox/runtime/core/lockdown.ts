/**
 * What a program may find on the global besides what the runtime installs: the language itself.
 * Everything else goes, whatever this engine calls it: `fetch`, `indexedDB`, `postMessage`, and
 * what the next version brings. The wall is the frame's policy, or the process's permissions; this
 * is the second one.
 */
const LANGUAGE = new Set(
  (
    'AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError ' +
    'FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl ' +
    'Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol ' +
    'SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet ' +
    'decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt ' +
    'undefined unescape AsyncDisposableStack DisposableStack SuppressedError'
  ).split(' '),
);

/** Names that could not be taken away. Empty on every engine that we know. */
export function lockDown(global: object): string[] {
  const left: string[] = [];
  for (let holder: object | null = global; holder !== null;) {
    // Object.prototype is the language's own.
    if (holder === Object.prototype) break;
    for (const key of Reflect.ownKeys(holder)) {
      const isOwnLanguage = holder === global && typeof key === 'string' && LANGUAGE.has(key);
      if (isOwnLanguage || take(holder, key) || isConstant(holder, key)) continue;
      left.push(String(key));
    }
    holder = Reflect.getPrototypeOf(holder);
  }
  return left;
}

function take(holder: object, key: PropertyKey): boolean {
  if (Reflect.deleteProperty(holder, key)) return true;
  return Reflect.defineProperty(holder, key, { value: undefined, writable: false });
}

/** Chromium's workers have two numbers that stay for ever, `TEMPORARY` and `PERSISTENT`. */
function isConstant(holder: object, key: PropertyKey): boolean {
  const descriptor = Reflect.getOwnPropertyDescriptor(holder, key);
  return descriptor?.writable === false && typeof descriptor.value === 'number';
}

/** The own properties of the global, to be put back before the next program. */
export class GlobalState {
  readonly #global: object;
  readonly #before: Map<PropertyKey, PropertyDescriptor>;

  constructor(global: object) {
    this.#global = global;
    this.#before = new Map();
    for (const key of Reflect.ownKeys(global)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(global, key);
      if (descriptor !== undefined) this.#before.set(key, descriptor);
    }
  }

  restore(): void {
    for (const key of Reflect.ownKeys(this.#global)) {
      if (!this.#before.has(key)) Reflect.deleteProperty(this.#global, key);
    }
    for (const [key, descriptor] of this.#before) {
      Reflect.defineProperty(this.#global, key, descriptor);
    }
  }
}
