/* eslint-disable @typescript-eslint/prefer-promise-reject-errors -- what was caught is passed on */

import { TextDecoder, TextEncoder } from '../web/text.ts';
import * as extracted from 'node-inspect-extracted';
import * as kinds from '../values/kinds.ts';

type AnyFunction = (...args: unknown[]) => unknown;

const CUSTOM = Symbol.for('nodejs.util.promisify.custom');

function promisify(original: unknown): AnyFunction {
  if (typeof original !== 'function') {
    throw Object.assign(new TypeError('The "original" argument must be of type function.'), {
      code: 'ERR_INVALID_ARG_TYPE',
    });
  }
  const custom = (original as unknown as Record<symbol, unknown>)[CUSTOM];
  if (typeof custom === 'function') return custom as AnyFunction;
  const promised = function (this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (error: unknown, value: unknown): void => {
        if (error) reject(error);
        else resolve(value);
      };
      Reflect.apply(original, this, [...args, settle]);
    });
  };
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original) as object);
  Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
  return promised;
}
promisify.custom = CUSTOM;

function callbackify(original: (...args: unknown[]) => Promise<unknown>): AnyFunction {
  return function (this: unknown, ...args: unknown[]): void {
    const callback = args.pop() as AnyFunction;
    Reflect.apply(original, this, args).then(
      (value) => callback(null, value),
      (error: unknown) => callback(error ?? new Error('Promise was rejected with a falsy value')),
    );
  };
}

function inherits(constructor: AnyFunction, parent: AnyFunction): void {
  Object.defineProperty(constructor, 'super_', {
    value: parent,
    writable: true,
    configurable: true,
  });
  Object.setPrototypeOf(constructor.prototype as object, parent.prototype as object);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
const viewNamed =
  (name: string) =>
  (value: unknown): boolean =>
    ArrayBuffer.isView(value) && tagOf(value) === name;

/** `util.types`, as far as one can ask without Node's own engine: no proxies, no external objects. */
export const types = {
  isAnyArrayBuffer: (value: unknown): boolean => tagOf(value).endsWith('ArrayBuffer'),
  isArrayBuffer: (value: unknown): boolean => tagOf(value) === 'ArrayBuffer',
  isArrayBufferView: (value: unknown): boolean => ArrayBuffer.isView(value),
  isAsyncFunction: (value: unknown): boolean => tagOf(value) === 'AsyncFunction',
  isBigInt64Array: viewNamed('BigInt64Array'),
  isBigUint64Array: viewNamed('BigUint64Array'),
  isBooleanObject: (value: unknown): boolean => isObject(value) && tagOf(value) === 'Boolean',
  isBoxedPrimitive: (value: unknown): boolean =>
    isObject(value) && ['Boolean', 'Number', 'String', 'Symbol', 'BigInt'].includes(tagOf(value)),
  isDataView: viewNamed('DataView'),
  isDate: (value: unknown): boolean => isObject(value) && kinds.dateOf(value) !== null,
  isExternal: (): boolean => false,
  isFloat32Array: viewNamed('Float32Array'),
  isFloat64Array: viewNamed('Float64Array'),
  isGeneratorFunction: (value: unknown): boolean => tagOf(value).endsWith('GeneratorFunction'),
  isGeneratorObject: (value: unknown): boolean => tagOf(value) === 'Generator',
  isInt16Array: viewNamed('Int16Array'),
  isInt32Array: viewNamed('Int32Array'),
  isInt8Array: viewNamed('Int8Array'),
  isMap: (value: unknown): boolean => isObject(value) && kinds.isMap(value),
  isMapIterator: (value: unknown): boolean => tagOf(value) === 'Map Iterator',
  isModuleNamespaceObject: (value: unknown): boolean => tagOf(value) === 'Module',
  isNativeError: (value: unknown): boolean => kinds.isError(value),
  isNumberObject: (value: unknown): boolean => isObject(value) && tagOf(value) === 'Number',
  isPromise: (value: unknown): boolean => value instanceof Promise,
  isProxy: (): boolean => false,
  isRegExp: (value: unknown): boolean => isObject(value) && kinds.regExpOf(value) !== null,
  isSet: (value: unknown): boolean => isObject(value) && kinds.isSet(value),
  isSetIterator: (value: unknown): boolean => tagOf(value) === 'Set Iterator',
  isSharedArrayBuffer: (value: unknown): boolean => tagOf(value) === 'SharedArrayBuffer',
  isStringObject: (value: unknown): boolean => isObject(value) && tagOf(value) === 'String',
  isSymbolObject: (value: unknown): boolean => isObject(value) && tagOf(value) === 'Symbol',
  isTypedArray: (value: unknown): boolean =>
    ArrayBuffer.isView(value) && !viewNamed('DataView')(value),
  isUint16Array: viewNamed('Uint16Array'),
  isUint32Array: viewNamed('Uint32Array'),
  isUint8Array: (value: unknown): boolean => value instanceof Uint8Array,
  isUint8ClampedArray: viewNamed('Uint8ClampedArray'),
  isWeakMap: (value: unknown): boolean => tagOf(value) === 'WeakMap',
  isWeakSet: (value: unknown): boolean => tagOf(value) === 'WeakSet',
};

function deprecate(run: AnyFunction): AnyFunction {
  return run;
}

/** `node:util`: inspect and format are Node's own, from node-inspect-extracted. */
export const utilModule = {
  ...(extracted as unknown as Readonly<Record<string, unknown>>),
  callbackify,
  deprecate,
  debuglog: (): AnyFunction => Object.assign(() => undefined, { enabled: false }),
  inherits,
  isArray: Array.isArray,
  promisify,
  stripVTControlCharacters: (text: string): string =>
    // Sequences that colour text on a terminal.

    text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, ''),
  toUSVString: (text: unknown): string => String(text).replace(/\p{Surrogate}/gu, '\ufffd'),
  types,
  TextDecoder,
  TextEncoder,
};
