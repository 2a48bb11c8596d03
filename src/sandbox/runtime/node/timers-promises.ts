import { timers } from '../core/timers.ts';
import { DOMException, type AbortSignal } from '../web/abort.ts';

interface Options {
  readonly signal?: AbortSignal;
}
type Start = (done: () => void) => () => void;

function wait(start: Start, value: unknown, options: Options = {}): Promise<unknown> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      const error = new DOMException('The operation was aborted', 'AbortError');
      Object.defineProperty(error, 'code', { value: 'ABORT_ERR', configurable: true });
      reject(Object.assign(error, { cause: signal?.reason }));
    };
    if (signal?.aborted === true) {
      fail();
      return;
    }
    const stop = start(() => {
      resolve(value);
    });
    signal?.addEventListener('abort', () => {
      stop();
      fail();
    });
  });
}

const timeout = (delay: unknown, value?: unknown, options?: Options): Promise<unknown> =>
  wait(
    (done) => {
      const timer = timers.setTimeout(done, delay);
      return () => timer.close();
    },
    value,
    options,
  );

/** `node:timers/promises`. */
export const timersPromises = {
  setTimeout: timeout,
  setImmediate: (value?: unknown, options?: Options): Promise<unknown> =>
    wait(
      (done) => {
        const immediate = timers.setImmediate(done);
        return () => timers.clearImmediate(immediate);
      },
      value,
      options,
    ),
  setInterval: async function* (delay: unknown, value?: unknown, options?: Options) {
    for (;;) yield await timeout(delay, value, options);
  },
  scheduler: {
    wait: (delay: unknown, options?: Options): Promise<unknown> =>
      timeout(delay, undefined, options),
  },
};
