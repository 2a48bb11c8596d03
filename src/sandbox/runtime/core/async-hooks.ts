import {
  currentFrame,
  enterStore,
  enterStores,
  replaceStore,
  storeOf,
  type Frame,
} from './context.ts';

type AnyFunction = (...args: never[]) => unknown;

/**
 * Node's AsyncLocalStorage. Its store follows `await`, promises, timers, immediates, microtasks and
 * `process.nextTick`; a listener runs in the store of whoever emits, and a socket's events in that
 * of whoever connected it, as in Node.
 * Source: Node.js 20 documentation, "Asynchronous context tracking".
 */
export class AsyncLocalStorage {
  #enabled = false;
  readonly #key: object = {};

  getStore(): unknown {
    return this.#enabled ? storeOf(this.#key) : undefined;
  }

  run(store: unknown, callback: AnyFunction, ...args: unknown[]): unknown {
    if (this.#enabled && Object.is(store, this.getStore())) {
      return Reflect.apply(callback as (...args: unknown[]) => unknown, undefined, args);
    }
    this.#enabled = true;
    return enterStore(this.#key, store, callback, args);
  }

  exit(callback: AnyFunction, ...args: unknown[]): unknown {
    return enterStore(this.#key, undefined, callback, args);
  }

  enterWith(store: unknown): void {
    this.#enabled = true;
    replaceStore(this.#key, store);
  }

  disable(): void {
    this.#enabled = false;
  }

  static bind(callback: AnyFunction): AnyFunction {
    return AsyncResource.bind(callback);
  }

  static snapshot(): (run: AnyFunction, ...args: unknown[]) => unknown {
    const frame = currentFrame();
    return (run, ...args) => enterStores(frame, run, undefined, args);
  }
}

let lastId = 1;

/** Node's AsyncResource: keeps the stores in which it was made. */
export class AsyncResource {
  readonly #frame: Frame = currentFrame();
  readonly #id: number;
  readonly type: string;

  constructor(type: string) {
    if (typeof type !== 'string') {
      throw Object.assign(new TypeError('The "type" argument must be of type string'), {
        code: 'ERR_INVALID_ARG_TYPE',
      });
    }
    lastId += 1;
    this.#id = lastId;
    this.type = type;
  }

  runInAsyncScope(run: AnyFunction, self?: unknown, ...args: unknown[]): unknown {
    return enterStores(this.#frame, run, self, args);
  }

  bind(run: AnyFunction, self?: unknown): AnyFunction {
    const frame = this.#frame;
    const bound = function (this: unknown, ...args: never[]): unknown {
      return enterStores(frame, run, self ?? this, args);
    };
    Object.defineProperty(bound, 'length', { configurable: true, value: run.length });
    return bound;
  }

  static bind(run: AnyFunction, type?: string, self?: unknown): AnyFunction {
    return new AsyncResource(type ?? (run.name === '' ? 'bound-anonymous-fn' : run.name)).bind(
      run,
      self,
    );
  }

  emitDestroy(): this {
    return this;
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return 1;
  }
}

/**
 * `node:async_hooks`. Emulated: AsyncLocalStorage and AsyncResource. Not emulated: ids of anything
 * but an AsyncResource; `createHook` gives hooks that are never called.
 */
export const asyncHooks = {
  AsyncLocalStorage,
  AsyncResource,
  executionAsyncId: (): number => 1,
  triggerAsyncId: (): number => 0,
  executionAsyncResource: (): object => ({}),
  createHook: (): object => {
    const hook = { enable: () => hook, disable: () => hook };
    return hook;
  },
};
