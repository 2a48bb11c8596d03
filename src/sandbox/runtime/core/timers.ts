import { host } from '../host.ts';
import { inTask, noteEntry, type Task } from './activity.ts';
import {
  mapClear,
  mapDelete,
  mapGet,
  mapSet,
  mapSize,
  mapEach,
  NativeMap,
  nativeThen,
  NativePromise,
  apply,
} from './captured.ts';
import { carry, currentFrame, enter, type Frame } from './context.ts';
import { reportUncaught } from './uncaught.ts';

type Callback = (...args: unknown[]) => unknown;

/** As many timers as a program may have pending at once. */
export const MAX_TIMERS = 1000;
const MAX_DELAY = 2 ** 31 - 1;

const pending = new NativeMap<number, Timeout>();
let lastId = 0;

/** Node's Timeout. `own` timers are the program's, the others those of the packages it uses. */
class Timeout {
  readonly #id: number;
  readonly #callback: Callback;
  readonly #args: unknown[];
  readonly #delay: number;
  readonly #repeats: boolean;
  readonly #frame: Frame = currentFrame();
  #timer: number | null = null;
  #referenced = true;

  constructor(callback: Callback, delay: unknown, args: unknown[], repeats: boolean) {
    const given = Number(delay);
    lastId += 1;
    this.#id = lastId;
    this.#callback = callback;
    this.#args = args;
    this.#delay = given >= 1 && given <= MAX_DELAY ? Math.trunc(given) : 1;
    this.#repeats = repeats;
  }

  static start(timeout: Timeout): void {
    mapSet(pending, timeout.#id, timeout);
    timeout.#timer = host.setTimer(() => Timeout.#fire(timeout), timeout.#delay);
  }

  static stop(timeout: Timeout): void {
    if (timeout.#timer !== null) host.clearTimer(timeout.#timer);
    timeout.#timer = null;
    mapDelete(pending, timeout.#id);
  }

  static isReferenced(timeout: Timeout): boolean {
    return timeout.#referenced;
  }

  static #fire(timeout: Timeout): void {
    noteEntry();
    Timeout.#setTimer(timeout, null);
    if (!timeout.#repeats) mapDelete(pending, timeout.#id);
    const frame = timeout.#frame;
    try {
      enter(frame, timeout.#callback, timeout, timeout.#args);
    } catch (error) {
      reportUncaught(error, frame.call);
    }
    // An interval goes on unless it was cleared, and so left the table, while it ran.
    const goesOn = timeout.#repeats && mapGet(pending, timeout.#id) === timeout;
    if (goesOn && timeout.#timer === null) Timeout.start(timeout);
  }

  static #setTimer(timeout: Timeout, timer: number | null): void {
    timeout.#timer = timer;
  }

  ref(): this {
    this.#referenced = true;
    return this;
  }

  unref(): this {
    this.#referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#referenced;
  }

  refresh(): this {
    if (this.#timer !== null) {
      Timeout.stop(this);
      Timeout.start(this);
    }
    return this;
  }

  close(): this {
    Timeout.stop(this);
    return this;
  }

  [Symbol.dispose](): void {
    Timeout.stop(this);
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

class Immediate {
  readonly #task: Task;

  constructor(callback: Callback, args: unknown[]) {
    this.#task = inTask(() => apply(callback, this, args));
  }

  static clear(immediate: Immediate): void {
    immediate.#task.cancel();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

/** Timers of the program that will still fire and that it waits for. */
export function pendingTimers(): number {
  let count = 0;
  mapEach(pending, (timeout) => {
    if (Timeout.isReferenced(timeout)) count += 1;
  });
  return count;
}

export function dropTimers(): void {
  mapEach(pending, (timeout) => Timeout.stop(timeout));
  mapClear(pending as Map<never, never>);
}

function start(callback: unknown, delay: unknown, args: unknown[], repeats: boolean): Timeout {
  requireFunction(callback);
  if (mapSize(pending) >= MAX_TIMERS) {
    throw new RangeError(
      `More than ${MAX_TIMERS} timers are pending: this program starts them faster than they fire.`,
    );
  }
  const timeout = new Timeout(callback, delay, args, repeats);
  Timeout.start(timeout);
  return timeout;
}

function requireFunction(callback: unknown): asserts callback is Callback {
  if (typeof callback === 'function') return;
  throw Object.assign(new TypeError('The "callback" argument must be of type function.'), {
    code: 'ERR_INVALID_ARG_TYPE',
  });
}

function clear(timer: unknown): void {
  if (timer instanceof Timeout) {
    Timeout.stop(timer);
  } else if (typeof timer === 'number' || typeof timer === 'string') {
    const found = mapGet(pending, Number(timer));
    if (found !== undefined) Timeout.stop(found);
  }
}

/** The timers of Node's global object. */
export const timers = {
  setTimeout: (callback: unknown, delay?: unknown, ...args: unknown[]): Timeout =>
    start(callback, delay, args, false),
  setInterval: (callback: unknown, delay?: unknown, ...args: unknown[]): Timeout =>
    start(callback, delay, args, true),
  setImmediate: (callback: unknown, ...args: unknown[]): Immediate => {
    requireFunction(callback);
    return new Immediate(callback, args);
  },
  clearTimeout: clear,
  clearInterval: clear,
  clearImmediate: (immediate: unknown): void => {
    if (immediate instanceof Immediate) Immediate.clear(immediate);
  },
  queueMicrotask: (callback: unknown): void => {
    requireFunction(callback);
    nextTick(callback);
  },
};

/** A microtask, in the frame of whoever asked. */
export function nextTick(callback: Callback, ...args: unknown[]): void {
  requireFunction(callback);
  const { call } = currentFrame();
  const run = carry(() => {
    try {
      apply(callback, undefined, args);
    } catch (error) {
      reportUncaught(error, call);
    }
  });
  const now = new NativePromise<void>((resolve) => {
    resolve();
  });
  void apply(nativeThen, now, [run]);
}
