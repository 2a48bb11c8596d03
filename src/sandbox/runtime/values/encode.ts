/* eslint-disable @typescript-eslint/prefer-for-of -- lists here have no iterator to be replaced */

import type { Plain, ThrownValue } from '../../../contract/index.ts';
import {
  append,
  bare,
  createObject,
  getOwnPropertyDescriptor,
  getProperty,
  getPrototypeOf,
  isArray,
  isObject,
  isSame,
  mapEach,
  newList,
  objectPrototype,
  ownKeys,
  put,
  setEach,
  sliceText,
  symbolText,
  toText,
} from '../core/captured.ts';
import { toBase64 } from './base64.ts';
import { MAX_DEPTH, MAX_NODES, MAX_STRING, MAX_TOTAL } from './bounds.ts';
import * as kinds from './kinds.ts';
import { codeOf, messageOf, nameOf, placeOf, stackOf } from './thrown.ts';

/** A value as data, and whether some of it was left out. */
export interface Encoded<T> {
  readonly value: T;
  readonly cut: boolean;
}

/** Any value of the program as data. Never throws, whatever the value does when it is read. */
export function encode(value: unknown): Encoded<Plain> {
  const encoder = new Encoder();
  const plain = encoder.plain(value, 0);
  return bare({ value: plain, cut: encoder.cut });
}

/** What a call threw, or its promise rejected with, as data. Never throws. */
export function encodeThrown(thrown: unknown): Encoded<ThrownValue> {
  const encoder = new Encoder();
  const value = encoder.thrown(thrown, 0);
  return bare({ value, cut: encoder.cut });
}

class Encoder {
  cut = false;
  #nodes = 0;
  #characters = 0;
  /** The objects around the one being read, each of which it must not contain. */
  readonly #around: object[] = newList();

  plain(value: unknown, depth: number): Plain {
    this.#nodes += 1;
    if (value === null) return null;
    if (this.#nodes > MAX_NODES || this.#characters > MAX_TOTAL) return this.#cut('size');
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'boolean':
        return value;
      case 'number':
        return plainNumber(value);
      case 'undefined':
        return bare({ '@': 'undefined' });
      case 'bigint':
        return bare({ '@': 'bigint', value: this.#text(toText(value)) });
      case 'symbol':
        return bare({ '@': 'symbol', value: this.#text(symbolText(value) ?? '') });
      case 'function':
        return bare({ '@': 'function', value: this.#text(functionName(value)) });
      case 'object':
        break;
    }
    return this.#nested(value, depth);
  }

  thrown(error: unknown, depth: number): ThrownValue {
    const isError = kinds.isError(error);
    return bare({
      name: this.#text(nameOf(error)),
      message: this.#text(messageOf(error)),
      code: codeOf(error),
      place: placeOf(error),
      value: isError ? this.#errorFields(error, depth) : this.plain(error, depth),
    });
  }

  #nested(value: object, depth: number): Plain {
    for (let at = 0; at < this.#around.length; at += 1) {
      if (this.#around[at] === value) return bare({ '@': 'cycle' });
    }
    if (depth >= MAX_DEPTH) return this.#cut('depth');
    append(this.#around, value);
    try {
      return this.#object(value, depth + 1);
    } catch (error) {
      // A proxy refused to say what it is or has. It may still answer whoever knows what to ask.
      return this.#cut(`it cannot be read: ${messageOf(error)}`);
    } finally {
      this.#around.length -= 1;
    }
  }

  #object(value: object, depth: number): Plain {
    if (isArray(value)) return this.#array(value, depth);
    if (kinds.isError(value)) {
      return bare({ '@': 'error', value: this.thrown(value, depth) });
    }
    const date = kinds.dateOf(value);
    if (date !== null) return bare({ '@': 'date', value: date });
    const bytes = kinds.bytesOf(value);
    if (bytes !== null) return this.#bytes(bytes);
    if (kinds.isMap(value)) return bare({ '@': 'map', entries: this.#map(value, depth) });
    if (kinds.isSet(value)) return bare({ '@': 'set', entries: this.#set(value, depth) });
    return this.#record(value, depth);
  }

  #array(value: readonly unknown[], depth: number): Plain {
    const { length } = value;
    const keys = ownKeys(value);
    // Every element, `length`, and nothing else, unless it has holes or fields of its own.
    if (keys.length > length + 1) {
      return bare({ '@': 'object', value: 'Array', entries: this.#pairs(value, keys, depth) });
    }
    const items = newList<Plain>();
    for (let at = 0; at < length; at += 1) {
      if (this.#full()) {
        append(items, this.#cut(`size: ${length - at} more elements`));
        break;
      }
      append(items, this.#property(value, at, depth));
    }
    return items;
  }

  #map(value: Map<unknown, unknown>, depth: number): Plain {
    const entries = newList<Plain>();
    mapEach(value, (item, key) => {
      if (this.#full()) {
        this.cut = true;
        return;
      }
      const pair = newList<Plain>();
      append(pair, this.plain(key, depth));
      append(pair, this.plain(item, depth));
      append(entries, pair);
    });
    return entries;
  }

  #set(value: Set<unknown>, depth: number): Plain {
    const entries = newList<Plain>();
    setEach(value, (item) => {
      if (this.#full()) this.cut = true;
      else append(entries, this.plain(item, depth));
    });
    return entries;
  }

  #record(value: object, depth: number): Plain {
    const prototype = getPrototypeOf(value);
    const keys = ownKeys(value);
    const isPlain = prototype === null || prototype === objectPrototype;
    const unboxed = isPlain ? undefined : (kinds.unboxed(value) ?? kinds.regExpOf(value));
    if (typeof unboxed === 'string') return this.#wrapped(value, this.#text(unboxed));
    if (unboxed !== undefined && unboxed !== null) return this.#wrapped(value, unboxed);
    if (isPlain && !hasOddKey(keys)) {
      const fields = createObject(null) as Record<string, Plain>;
      for (let at = 0; at < keys.length; at += 1) {
        const key = keys[at] as string;
        if (!isEnumerable(value, key)) continue;
        if (this.#full()) {
          this.cut = true;
          break;
        }
        put(fields, this.#key(key), this.#property(value, key, depth));
      }
      return fields;
    }
    const entries = this.#pairs(value, keys, depth);
    if (!isPlain) this.#accessors(value, prototype, entries, depth);
    return bare({ '@': 'object', value: kinds.classNameOf(value), entries });
  }

  #wrapped(value: object, inside: Plain): Plain {
    const pair = newList<Plain>();
    append(pair, 'value');
    append(pair, inside);
    const entries = newList<Plain>();
    append(entries, pair);
    return bare({ '@': 'object', value: kinds.classNameOf(value), entries });
  }

  #pairs(value: object, keys: readonly PropertyKey[], depth: number): Plain[] {
    const entries = newList<Plain>();
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] as string | symbol;
      if (!isEnumerable(value, key)) continue;
      if (this.#full()) {
        this.cut = true;
        break;
      }
      this.#pair(entries, value, key, depth);
    }
    return entries;
  }

  /** What getters of its classes say: a caller reads those as it reads fields. */
  #accessors(value: object, from: object | null, entries: Plain[], depth: number): void {
    let step = from;
    for (let up = 0; step !== null && up < MAX_DEPTH && !kinds.isBuiltIn(step); up += 1) {
      const keys = ownKeys(step);
      for (let at = 0; at < keys.length; at += 1) {
        const key = keys[at] ?? '__proto__';
        if (key === '__proto__' || typeof key === 'symbol') continue;
        if (getOwnPropertyDescriptor(step, key)?.get === undefined) continue;
        if (this.#full()) {
          this.cut = true;
          return;
        }
        this.#pair(entries, value, key, depth);
      }
      step = getPrototypeOf(step);
    }
  }

  #pair(entries: Plain[], value: object, key: string | symbol, depth: number): void {
    const pair = newList<Plain>();
    append(pair, this.#key(key));
    append(pair, this.#property(value, key, depth));
    append(entries, pair);
  }

  #errorFields(error: Error, depth: number): Plain {
    const fields = createObject(null) as Record<string, Plain>;
    let keys: readonly PropertyKey[] = newList();
    try {
      keys = ownKeys(error);
    } catch {
      this.cut = true;
    }
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] as string | symbol;
      if (key === 'message' || key === 'stack') continue;
      if (this.#full()) {
        this.cut = true;
        break;
      }
      put(fields, this.#key(key), this.#property(error, key, depth + 1));
    }
    if (!this.#full()) {
      const inherited = newList<Plain>();
      this.#accessors(error, getPrototypeOf(error), inherited, depth + 1);
      for (let at = 0; at < inherited.length; at += 1) {
        const pair = inherited[at] as readonly Plain[];
        put(fields, pair[0] as string, pair[1]);
      }
    }
    const stack = stackOf(error);
    if (stack !== null) put(fields, 'stack', this.#text(stack));
    return fields;
  }

  #property(value: object, key: PropertyKey, depth: number): Plain {
    let read: unknown;
    try {
      read = getProperty(value, key);
    } catch (error) {
      return bare({ '@': 'getter', value: this.#text(messageOf(error)) });
    }
    return this.plain(read, depth);
  }

  #bytes(bytes: Uint8Array): Plain {
    const most = floorToTriple(Math.min(MAX_STRING, MAX_TOTAL - this.#characters));
    if (bytes.length > most) this.cut = true;
    const value = toBase64(bytes, Math.max(0, Math.min(bytes.length, most)));
    this.#characters += value.length;
    return bare({ '@': 'bytes', value });
  }

  #key(key: string | symbol): string {
    return this.#text(typeof key === 'symbol' ? toText(key) : key);
  }

  #text(text: string): string {
    const left = MAX_TOTAL - this.#characters;
    const most = left < MAX_STRING ? (left < 0 ? 0 : left) : MAX_STRING;
    // An empty string takes room as well.
    this.#characters += 2 + (text.length < most ? text.length : most);
    if (text.length <= most) return text;
    this.cut = true;
    return sliceText(text, 0, most);
  }

  #full(): boolean {
    return this.#nodes >= MAX_NODES || this.#characters >= MAX_TOTAL;
  }

  #cut(why: string): Plain {
    this.cut = true;
    return bare({ '@': 'cut', value: why });
  }
}

function plainNumber(value: number): Plain {
  if (isSame(value, -0)) return bare({ '@': 'number', value: '-0' });
  const isFinite = value - value === 0;
  return isFinite ? value : bare({ '@': 'number', value: `${value}` });
}

function functionName(value: unknown): string {
  try {
    const own = isObject(value) ? getOwnPropertyDescriptor(value, 'name') : undefined;
    const name: unknown = own?.value;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

function isEnumerable(value: object, key: PropertyKey): boolean {
  return getOwnPropertyDescriptor(value, key)?.enumerable === true;
}

function hasOddKey(keys: readonly PropertyKey[]): boolean {
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at];
    // `__proto__` is a key that parsers of data leave out.
    if (key === '@' || key === '__proto__' || typeof key === 'symbol') return true;
  }
  return false;
}

function floorToTriple(count: number): number {
  // Base64 takes four characters for three bytes.
  return count <= 0 ? 0 : (count - (count % 4)) * 0.75;
}
