import { carryCall } from '../core/context.ts';
import { learnersLines } from '../program/positions.ts';

/**
 * Remembers who asks the driver for something, so that an error, which is made when the server's
 * answer arrives, names the learner's line as well. Node does that with its asynchronous stacks.
 */
export class NamesPlaces {
  /** Its stack is put into words when it is read, which is seldom. */
  readonly #asked = new Error();

  name<E>(error: E): E {
    try {
      if (!(error instanceof Error) || learnersLines(error.stack ?? '').length > 0) return error;
      const lines = learnersLines(this.#asked.stack ?? '');
      if (lines.length > 0) error.stack = `${error.stack ?? ''}\n${lines.join('\n')}`;
    } catch {
      // An error that lets nobody write on it stays as it is.
    }
    return error;
  }
}

type Callback = (error: unknown, result?: unknown) => void;
interface ClientClass {
  prototype: { query(this: ClientLike, ...args: unknown[]): unknown };
}
interface ClientLike {
  readonly _Promise?: PromiseConstructor;
}

/**
 * Makes `Client.query` call back within the call that asked, and name the learner's line in an
 * error. What is sent and what comes back stays as it is.
 */
export function followQueries(Client: ClientClass): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the client as `this`
  const real = Client.prototype.query;
  const query = function (this: ClientLike, ...args: unknown[]): unknown {
    const [config] = args;
    const submits = typeof (config as { submit?: unknown } | null | undefined)?.submit;
    if (config === null || config === undefined || submits === 'function') {
      return Reflect.apply(real, this, args);
    }
    const at = args.findIndex((each, position) => position > 0 && typeof each === 'function');
    if (at !== -1) {
      args[at] = carryCall(args[at] as Callback);
      return Reflect.apply(real, this, args);
    }
    if (typeof (config as { callback?: unknown }).callback === 'function') {
      return Reflect.apply(real, this, args);
    }
    const places = new NamesPlaces();
    const MadeBy = this._Promise ?? Promise;
    return new MadeBy((resolve, reject) => {
      const settle: Callback = (error, result) => {
        if (error) reject(places.name(error as Error));
        else resolve(result);
      };
      Reflect.apply(real, this, [config, args[1], settle]);
    });
  };
  Object.defineProperty(Client.prototype, 'query', {
    value: query,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
