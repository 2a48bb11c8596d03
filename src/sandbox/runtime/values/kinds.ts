/* eslint-disable @typescript-eslint/unbound-method -- methods are taken off to be given a `this` */
/* eslint-disable @typescript-eslint/prefer-for-of -- a program can replace what `for of` calls */

import {
  apply,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  inherits,
  mapSize,
  NativeError,
  objectPrototype,
  setSize,
  uncurry,
  uncurryGetter,
} from '../core/captured.ts';

const typedArray = getPrototypeOf(Uint8Array.prototype) ?? Uint8Array.prototype;
const typedArrayName = uncurryGetter(typedArray, Symbol.toStringTag);
const typedArrayBuffer = uncurryGetter(typedArray, 'buffer');
const typedArrayOffset = uncurryGetter(typedArray, 'byteOffset');
const typedArrayLength = uncurryGetter(typedArray, 'byteLength');
const bufferLength = uncurryGetter(ArrayBuffer.prototype, 'byteLength');
const viewBuffer = uncurryGetter(DataView.prototype, 'buffer');
const viewOffset = uncurryGetter(DataView.prototype, 'byteOffset');
const viewLength = uncurryGetter(DataView.prototype, 'byteLength');
const dateTime = uncurry(Date.prototype.getTime);
const dateText = uncurry(Date.prototype.toISOString);
const regExpSource = uncurryGetter(RegExp.prototype, 'source');
const regExpFlags = uncurryGetter(RegExp.prototype, 'flags');
const unboxNumber = uncurry(Number.prototype.valueOf);
const unboxString = uncurry(String.prototype.valueOf);
const unboxBoolean = uncurry(Boolean.prototype.valueOf);
const Bytes = Uint8Array;
const UNBOX = [unboxString, unboxNumber, unboxBoolean] as const;

/** Asks a built-in method whether a value is of its kind: it throws on any other. */
function answers(ask: () => unknown): boolean {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
}

/** The date in ISO 8601, or `Invalid Date`; null for anything else. */
export function dateOf(value: object): string | null {
  if (!answers(() => dateTime(value))) return null;
  try {
    return dateText(value);
  } catch {
    return 'Invalid Date';
  }
}

/** The bytes of a Buffer, typed array, DataView or ArrayBuffer; null for anything else. */
export function bytesOf(value: object): Uint8Array | null {
  try {
    if (typedArrayName(value) !== undefined) {
      return new Bytes(
        typedArrayBuffer(value) as ArrayBuffer,
        typedArrayOffset(value) as number,
        typedArrayLength(value) as number,
      );
    }
    if (answers(() => bufferLength(value))) return new Bytes(value as ArrayBuffer);
    if (!answers(() => viewLength(value))) return null;
    return new Bytes(
      viewBuffer(value) as ArrayBuffer,
      viewOffset(value) as number,
      viewLength(value) as number,
    );
  } catch {
    return null;
  }
}

export function isMap(value: object): value is Map<unknown, unknown> {
  return answers(() => mapSize(value));
}

export function isSet(value: object): value is Set<unknown> {
  return answers(() => setSize(value));
}

export function isError(value: unknown): value is Error {
  return inherits(value, NativeError.prototype);
}

/** `/a+/g`; null for anything but a regular expression. */
export function regExpOf(value: object): string | null {
  if (value === RegExp.prototype || !answers(() => regExpSource(value))) return null;
  try {
    return `/${regExpSource(value) as string}/${regExpFlags(value) as string}`;
  } catch {
    return null;
  }
}

/** The primitive in `new String('x')`; undefined for anything else. */
export function unboxed(value: object): string | number | boolean | undefined {
  for (let at = 0; at < UNBOX.length; at += 1) {
    try {
      return apply(UNBOX[at] as (value: unknown) => string, undefined, [value]);
    } catch {
      // Another kind.
    }
  }
  return undefined;
}

/** The name of the class that made an object, read without running any code of its own. */
export function classNameOf(value: object): string {
  try {
    const prototype = getPrototypeOf(value);
    if (prototype === null || prototype === objectPrototype) return 'Object';
    let step: object | null = prototype;
    for (let depth = 0; step !== null && depth < 100; depth += 1) {
      const made = getOwnPropertyDescriptor(step, 'constructor')?.value as unknown;
      if (typeof made === 'function') {
        const name = getOwnPropertyDescriptor(made, 'name')?.value as unknown;
        return typeof name === 'string' && name !== '' ? name : 'Object';
      }
      step = getPrototypeOf(step);
    }
  } catch {
    // A proxy whose traps throw.
  }
  return 'Object';
}

/** Prototypes of the language itself: a class of the program ends below them. */
export function isBuiltIn(prototype: object): boolean {
  for (let at = 0; at < builtIns.length; at += 1) if (builtIns[at] === prototype) return true;
  return false;
}

const builtIns: readonly object[] = [
  objectPrototype,
  Function.prototype,
  Array.prototype,
  Promise.prototype,
  RegExp.prototype,
  Map.prototype,
  Set.prototype,
  WeakMap.prototype,
  WeakSet.prototype,
  Date.prototype,
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map(
    (made) => made.prototype as object,
  ),
  AggregateError.prototype,
];
