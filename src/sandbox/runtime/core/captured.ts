/* eslint-disable @typescript-eslint/unbound-method -- methods are taken off to be given a `this` */

/**
 * The language's own functions as they were before any of the learner's code ran. What reports to
 * the checks uses these, and objects and arrays without a prototype, so that a program that
 * replaces `Array.prototype.push`, `JSON.stringify` or `Object.prototype.toJSON` changes nothing
 * in what is said about it.
 */

export const {
  apply,
  construct,
  defineProperty,
  deleteProperty,
  get: getProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isExtensible,
  ownKeys,
  setPrototypeOf,
} = Reflect;

export const {
  isArray,
  prototype: { join: nativeJoin },
} = Array;
export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const { create: createObject, is: isSame, prototype: objectPrototype } = Object;
export const { isFinite: isFiniteNumber, isInteger } = Number;
export const NativePromise = Promise;
export const NativeError = Error;
export const NativeMap = Map;
export const NativeUint8Array = Uint8Array;
export const nativeEval = eval;
export const nativeString = String;
export const { min, max, floor } = Math;

/** A method as a function of its `this`, which later changes of the prototype do not touch. */
export function uncurry<Self, Args extends readonly unknown[], Result>(
  method: (this: Self, ...args: Args) => Result,
): (self: Self, ...args: Args) => Result {
  return (self, ...args) => apply(method as unknown as () => unknown, self, args) as Result;
}

/** An accessor as a function of its `this`, which it checks: it throws on what it is not for. */
export function uncurryGetter(prototype: object, key: PropertyKey): (self: unknown) => unknown {
  const getter = getOwnPropertyDescriptor(prototype, key)?.get;
  if (getter === undefined) throw new NativeError(`no getter ${nativeString(key)}`);
  return (self) => apply(getter, self, []) as unknown;
}

export const nativeThen = Promise.prototype.then;
export const hasOwn: (self: unknown, key: PropertyKey) => boolean = uncurry(
  Object.prototype.hasOwnProperty,
);
export const mapGet = uncurry(Map.prototype.get) as <K, V>(
  self: Map<K, V>,
  key: K,
) => V | undefined;
export const mapSet = uncurry(Map.prototype.set) as <K, V>(
  self: Map<K, V>,
  key: K,
  v: V,
) => unknown;
export const mapHas = uncurry(Map.prototype.has) as <K>(self: Map<K, unknown>, key: K) => boolean;
export const mapDelete = uncurry(Map.prototype.delete) as <K>(
  self: Map<K, unknown>,
  key: K,
) => boolean;
export const mapClear: (self: Map<never, never>) => void = uncurry(Map.prototype.clear);
export const mapEach = uncurry(Map.prototype.forEach) as <K, V>(
  self: Map<K, V>,
  visit: (value: V, key: K) => void,
) => void;
export const mapSize = uncurryGetter(Map.prototype, 'size') as (self: unknown) => number;
export const setEach = uncurry(Set.prototype.forEach) as (
  self: Set<unknown>,
  visit: (value: unknown) => void,
) => void;
export const setSize = uncurryGetter(Set.prototype, 'size') as (self: unknown) => number;
export const weakGet = uncurry(WeakMap.prototype.get) as <K extends WeakKey, V>(
  self: WeakMap<K, V>,
  key: K,
) => V | undefined;
export const weakSet = uncurry(WeakMap.prototype.set) as <K extends WeakKey, V>(
  self: WeakMap<K, V>,
  key: K,
  value: V,
) => unknown;
export const symbolText = uncurryGetter(Symbol.prototype, 'description') as (
  self: unknown,
) => string | undefined;
export const sliceText = uncurry(String.prototype.slice);
export const indexOfText = uncurry(String.prototype.indexOf);
export const startsWithText = uncurry(String.prototype.startsWith);
export const codeAt = uncurry(String.prototype.charCodeAt);

/** Marks an object made by a literal as plain data: nothing is looked up past its own keys. */
export function bare<T extends object>(literal: T): T {
  setPrototypeOf(literal, null);
  return literal;
}

/** A list that only {@link append} adds to. */
export function newList<T>(): T[] {
  return bare<T[]>([]);
}

export function append<T>(list: T[], item: T): void {
  defineProperty(list, list.length, ownValue(item));
}

/** Sets an own property whatever setters there are on prototypes. */
export function put(target: object, key: PropertyKey, value: unknown): void {
  defineProperty(target, key, ownValue(value));
}

function ownValue(value: unknown): PropertyDescriptor {
  return bare({ value, writable: true, enumerable: true, configurable: true });
}

/** `instanceof` by the prototype chain alone; false where a proxy refuses to tell. */
export function inherits(value: unknown, prototype: object): boolean {
  try {
    let step = value as object | null;
    for (let depth = 0; step !== null && depth < 100; depth += 1) {
      step = getPrototypeOf(step);
      if (step === prototype) return true;
    }
  } catch {
    // A revoked proxy, or a trap that throws.
  }
  return false;
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Any value as text, whatever it does when it is read. */
export function toText(value: unknown): string {
  try {
    return nativeString(value);
  } catch {
    return typeof value;
  }
}
