import type { Bridge, LeakproofStart } from '../../runtime/bridge.ts';

/**
 * What the process lends to the context. Only primitives and typed arrays of the context cross,
 * both ways, and no function here keeps one of the context's.
 */
export interface Outside {
  readonly post: (reply: string, more: boolean) => void;
  readonly connect: (connection: number, host: string, port: number) => void;
  readonly send: (connection: number, bytes: Uint8Array) => void;
  readonly end: (connection: number) => void;
  readonly mark: (connection: number, mark: string, call: number | null) => void;
  readonly setTimer: (id: number, milliseconds: number) => void;
  readonly clearTimer: (id: number) => void;
  readonly nextTask: (id: number) => void;
  readonly now: () => number;
  readonly fillRandom: (bytes: Uint8Array) => void;
}

/** What the process calls in the context. */
export interface Inside {
  readonly start: () => void;
  /** Bytes of the context's own, for the process to fill. */
  readonly bytes: (length: number) => Uint8Array;
  readonly request: (text: string) => void;
  readonly data: (connection: number, bytes: Uint8Array | null) => void;
  /** A timer, or a task, is due. */
  readonly fire: (id: number) => void;
  readonly unhandled: (reason: unknown, promise: object | null) => void;
  readonly handled: (promise: object) => void;
  /** An error of the context's own, for an `import()` that is refused. */
  readonly refusal: () => Error;
}

/**
 * Makes the bridge of the runtime inside the context. Its text is evaluated there, before anything
 * else is, so that nothing it uses can have been replaced, and it refers to nothing outside itself.
 *
 * An object of the process's realm has a constructor whose constructor is that realm's `Function`.
 * So no function of the process is ever handed on, and what one throws is caught here and replaced:
 * also a RangeError, which a program gets for calling with little stack left.
 */
export function inside(outside: Outside): Inside {
  'use strict';
  const { post, connect, send, end, mark, setTimer, clearTimer, nextTask, now, fillRandom } =
    outside;
  const OwnError = Error;
  const OwnBytes = Uint8Array;
  const toText = String;
  const { deleteProperty: forget, defineProperty: define, apply, get: read } = Reflect;
  const nothing = (): void => undefined;
  const due = Object.create(null) as Record<number, () => void>;
  let lastId = 0;
  let onRequest: (request: string) => void = nothing;
  let onData: (connection: number, bytes: Uint8Array | null) => void = nothing;
  let onUnhandled: (reason: unknown, promise: object | null) => void = nothing;
  let onHandled: (promise: object) => void = nothing;

  // It would keep the process from noticing that nobody is there any more.
  forget(Atomics, 'wait');

  /**
   * Node formats a stack in its own realm unless there is such a function, and where that fails,
   * as for an error whose name is a symbol, what it throws is an error of its own realm.
   */
  const describe = read(OwnError.prototype, 'toString') as () => string;
  function format(error: object, frames: readonly object[]): string {
    let text = 'Error';
    try {
      text = apply(describe, error, []);
      // By number: the iterator may be the program's by then.
      let at = 0;
      while (at < frames.length) text += `\n    at ${toText(frames[at++])}`;
    } catch {
      // What could be said stands.
    }
    return text;
  }
  let prepare: unknown;
  define(OwnError, 'prepareStackTrace', {
    get: () => (typeof prepare === 'function' ? prepare : format),
    set(chosen: unknown) {
      prepare = chosen;
    },
  });
  // Node finds the function by these names.
  define(globalThis, 'Error', { value: OwnError, writable: false, configurable: false });

  function across<T>(run: () => T): T {
    try {
      return run();
    } catch {
      throw new OwnError('The sandbox cannot do this.');
    }
  }

  /** Nothing of the program's is thrown into the process. */
  function within(run: () => void): void {
    try {
      run();
    } catch {
      // The runtime reports what its listeners run into; what remains concerns nobody.
    }
  }

  function later(callback: () => void): number {
    const id = ++lastId;
    due[id] = callback;
    return id;
  }

  const bridge: Bridge = {
    post: (reply, more) => across(() => post(reply, more === 'more')),
    onRequest(listener) {
      onRequest = listener;
    },
    connect: (connection, host, port) => across(() => connect(connection, host, port)),
    send: (connection, bytes) =>
      across(() => (bytes === null ? end(connection) : send(connection, bytes))),
    mark: (connection, kind, call) => across(() => mark(connection, kind, call)),
    onData(listener) {
      onData = listener;
    },
    setTimer(callback, milliseconds) {
      const id = later(callback);
      across(() => setTimer(id, milliseconds));
      return id;
    },
    clearTimer(timer) {
      forget(due, timer);
      across(() => clearTimer(timer));
    },
    nextTask(callback) {
      const id = later(callback);
      across(() => nextTask(id));
    },
    now: () => across(now),
    fillRandom: (bytes) => across(() => fillRandom(bytes)),
    onUnhandled(listener) {
      onUnhandled = listener;
    },
    onHandled(listener) {
      onHandled = listener;
    },
  };

  return {
    start() {
      const { leakproofStart } = globalThis as unknown as { leakproofStart: LeakproofStart };
      leakproofStart(bridge);
    },
    bytes: (length) => new OwnBytes(length),
    request: (text) => within(() => onRequest(text)),
    data: (connection, bytes) => within(() => onData(connection, bytes)),
    fire(id) {
      const callback = due[id];
      forget(due, id);
      if (callback) within(callback);
    },
    unhandled: (reason, promise) => within(() => onUnhandled(reason, promise)),
    handled: (promise) => within(() => onHandled(promise)),
    refusal: () =>
      new OwnError('import() is not to be had in a text that is evaluated; use import or require.'),
  };
}
