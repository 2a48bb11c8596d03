/** The package `pg-pool`, as far as ours extends it. */
export default class Pool {
  constructor(...args: unknown[]);
  readonly Promise: PromiseConstructor;
  on(event: string, listener: (...args: never[]) => void): this;
  connect(
    callback?: (error: Error | undefined, client?: object, release?: unknown) => void,
  ): unknown;
  query(text: unknown, values?: unknown, callback?: unknown): unknown;
}
