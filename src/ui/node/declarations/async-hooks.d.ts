/** A value that follows one line of asynchronous work, through awaits, timers and emitters. */

declare module 'node:async_hooks' {
  export class AsyncLocalStorage<T> {
    /** Binds a function to the store as it is now. */
    static bind<Func extends (...args: any[]) => any>(fn: Func): Func;
    static snapshot(): <R, Args extends any[]>(fn: (...args: Args) => R, ...args: Args) => R;
    /** What `run` or `enterWith` set around this call; undefined outside of both. */
    getStore(): T | undefined;
    /** Runs the callback with the store, and all that it starts and awaits. */
    run<R>(store: T, callback: () => R): R;
    run<R, Args extends any[]>(store: T, callback: (...args: Args) => R, ...args: Args): R;
    exit<R, Args extends any[]>(callback: (...args: Args) => R, ...args: Args): R;
    /** Sets the store for the rest of this line of work. */
    enterWith(store: T): void;
    disable(): void;
  }
  export class AsyncResource {
    constructor(type: string);
    static bind<Func extends (...args: any[]) => any>(fn: Func, type?: string): Func;
    runInAsyncScope<This, Result>(
      fn: (this: This, ...args: any[]) => Result,
      thisArg?: This,
      ...args: any[]
    ): Result;
  }
}
