/* eslint-disable @typescript-eslint/unbound-method -- `then` becomes a method again */
/* eslint-disable @typescript-eslint/prefer-promise-reject-errors -- a program throws what it likes */

import {
  apply,
  construct,
  defineProperty,
  inherits,
  isObject,
  NativePromise,
  nativeThen,
} from './captured.ts';
import { currentFrame, enter, type Frame } from './context.ts';

type Settle = (value: unknown) => unknown;

/** `then` as the engine does it, without a frame, for our own use. The result is not observed. */
export function onSettled(promise: Promise<unknown>, resolved: Settle, rejected: Settle): void {
  // Neither callback throws, so nobody needs the promise that this makes.
  void apply(nativeThen, promise, [resolved, rejected]);
}

/**
 * What `await value` waits for: the promise itself, or one made of it. Where `value` has a `then`
 * of its own, it is called in a microtask as the language says, and in the frame that awaits, as
 * Node has it; the engine would call it outside any frame of ours.
 */
export function adopt(value: unknown): Promise<unknown> {
  if (!isObject(value)) return resolved(value);
  if (inherits(value, NativePromise.prototype)) return value as Promise<unknown>;
  try {
    const then = (value as { then?: unknown }).then;
    if (typeof then !== 'function') return plainResolved(value);
    const frame = currentFrame();
    return new NativePromise((resolve, reject) => {
      const callThen = (): void => {
        try {
          enter(frame, then as () => unknown, value, [resolve, reject]);
        } catch (error) {
          reject(error);
        }
      };
      onSettled(resolved(undefined), callThen, callThen);
    });
  } catch (error) {
    return new NativePromise((_, reject) => {
      reject(error);
    });
  }
}

function resolved(value: unknown): Promise<unknown> {
  return new NativePromise((resolve) => {
    resolve(value);
  });
}

/** Resolves with an object as it is; its `then`, which was no function, is not read again. */
function plainResolved(value: object): Promise<unknown> {
  return new NativePromise((resolve) => {
    resolve(value);
  });
}

/** Makes `then`, and with it `catch`, `finally` and the combinators, carry the frame along. */
export function patchThen(): void {
  const patched = {
    // A method, since `then` is no constructor.
    then(this: Promise<unknown>, onFulfilled?: unknown, onRejected?: unknown): Promise<unknown> {
      const frame = currentFrame();
      const callbacks = [inFrame(onFulfilled, frame), inFrame(onRejected, frame)];
      return apply(nativeThen, this, callbacks) as Promise<unknown>;
    },
  };
  defineProperty(NativePromise.prototype, 'then', {
    value: patched.then,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

function inFrame(callback: unknown, frame: Frame): unknown {
  if (typeof callback !== 'function') return callback;
  return (value: unknown) => enter(frame, callback as Settle, undefined, [value]);
}

/**
 * What an `async` function becomes below ES2017: a generator that yields what it awaits. Ours goes
 * on in the frame in which it awaited; otherwise as tslib's.
 */
export function awaiter(
  self: unknown,
  args: ArrayLike<unknown> | undefined,
  Constructor: PromiseConstructor | undefined,
  body: (...args: unknown[]) => Generator<unknown, unknown>,
): Promise<unknown> {
  const Made = Constructor ?? NativePromise;
  return construct<[(resolve: Settle, reject: Settle) => void], Promise<unknown>>(Made, [
    (resolve, reject) => {
      const generator = apply(body, self, (args ?? []) as unknown[]);
      const step = (how: 'next' | 'throw', value: unknown): void => {
        let result;
        try {
          result = generator[how](value);
        } catch (error) {
          reject(error);
          return;
        }
        if (result.done === true) {
          resolve(result.value);
          return;
        }
        const frame = currentFrame();
        onSettled(
          adopt(result.value),
          (settled) => enter(frame, step, undefined, ['next', settled]),
          (error) => enter(frame, step, undefined, ['throw', error]),
        );
      };
      step('next', undefined);
    },
  ]);
}
