/**
 * What the host of a realm must bring, and all that connects the realm to anything.
 *
 * How a realm starts: the host evaluates the text of `.engine/sandbox/runtime.js` as a classic
 * script in a fresh global (a dedicated worker; in Node a `vm` context). That defines one global
 * function, `leakproofStart`. The host calls it once with a bridge. It takes itself off the global,
 * removes everything from the global that is not on its keep-list (also `postMessage`, `fetch`,
 * `MessageChannel`, `crypto`, `setTimeout`: what the bridge uses must be captured before), installs
 * Node's globals, and posts `{"kind":"ready"}`. The bridge has to work synchronously from then on.
 *
 * What crosses the bridge is strings, numbers, null, `Uint8Array` and functions, nothing else. In
 * Node the bridge object, its functions and every `Uint8Array` that it hands in have to be made
 * inside the `vm` context, and nothing that is thrown outside may come through: an object of the
 * host's has a constructor whose constructor is the host's `Function`. (The runtime hands no bridge
 * object to the learner's code, and refuses a `Uint8Array` of another realm; bytes it gives out may
 * be views, and are the host's to copy before it returns.) The `vm` context needs
 * `codeGeneration.strings`. Mind `import()` in text that the learner evaluates: without
 * `importModuleDynamically` Node rejects it with an error of the host's realm.
 */
export interface Bridge {
  /**
   * Says something over the control channel.
   * @param reply JSON of a SandboxReply; never `connect`, which {@link Bridge.connect} stands for
   * @param more another follows before the program goes on, so this one may go out with it
   */
  post(reply: string, more?: 'more'): void;

  /**
   * One listener, set before `ready` is posted. A worker whose control channel carries objects
   * passes `JSON.stringify(data)`.
   * @param listener takes JSON of a SandboxRequest; it never throws
   */
  onRequest(listener: (request: string) => void): void;

  /**
   * Opens a channel for a socket: the host makes a pair of ports and posts `connect` over the
   * control channel, with one of them. What is sent meanwhile waits for it.
   * @param connection chosen by the runtime: 1, 2, … over the life of the realm
   */
  connect(connection: number, host: string, port: number): void;

  /**
   * One message on the connection's port. `null` is the end, and the last one of this side.
   * Each call of `send` or `mark` is one message, and counts as one in `sent` of `settled`.
   */
  send(connection: number, bytes: Uint8Array | null): void;

  /** One WireMark on the connection's port, in the order of the bytes around it. */
  mark(connection: number, mark: 'checkout' | 'release', call: number | null): void;

  /**
   * One listener for every connection.
   * @param listener takes bytes whose buffer the host does not use again; `null` for the end, also
   *   when the port was closed or could not be opened. It never throws
   */
  onData(listener: (connection: number, bytes: Uint8Array | null) => void): void;

  /**
   * Like `setTimeout`, once. The callback never throws.
   * @returns a number by which {@link Bridge.clearTimer} knows it
   */
  setTimer(callback: () => void, milliseconds: number): number;
  clearTimer(timer: number): void;

  /**
   * Calls back in a task of its own, as soon as messages that wait already have had their turn and
   * without a timer's delay: a MessageChannel in a worker, `setImmediate` in Node. In order.
   */
  nextTask(callback: () => void): void;

  /** Milliseconds since 1970, with a fraction, never going back. */
  now(): number;

  /** Overwrites the bytes with random ones: at most 65 536 of them. */
  fillRandom(bytes: Uint8Array): void;

  /**
   * One listener for rejections that nobody handled (`unhandledrejection`, whose default is to be
   * prevented), with their promise, and errors that nobody caught, with null. Both are the
   * learner's own, untouched.
   */
  onUnhandled(listener: (reason: unknown, promise: object | null) => void): void;

  /** One listener for promises whose rejection was handled after all (`rejectionhandled`). */
  onHandled(listener: (promise: object) => void): void;
}

/** The one global that `runtime.js` defines. */
export type LeakproofStart = (bridge: Bridge) => void;
