/**
 * One end of an ordered two-way channel: a MessagePort, or what stands in for one between
 * processes. Messages are data; bytes are `Uint8Array`.
 */
export interface Channel {
  /** @param ports handed over with the message, as its receiver finds them */
  post(message: unknown, ports?: readonly MessagePortLike[]): void;
  /** One listener; messages that came before it wait for it. */
  onMessage(listener: (message: unknown, ports: readonly MessagePortLike[]) => void): void;
  /** Ends both ends. What was posted before still arrives. */
  close(): void;
}

/** What a browser's MessagePort and Node's have in common. */
export interface MessagePortLike {
  /** @param transfer ports; their types differ, so that each realm takes its own */
  postMessage(message: unknown, transfer: never[]): void;
  addEventListener(
    type: 'message',
    listener: (event: {
      readonly data: unknown;
      readonly ports: readonly MessagePortLike[];
    }) => void,
  ): void;
  start(): void;
  close(): void;
}

/**
 * A port as a channel. In Node the port then keeps neither thread nor process alive: what waits
 * for an answer has a deadline of its own, and that keeps it.
 */
export function channelOf(port: MessagePortLike): Channel {
  return {
    post: (message, ports = []) => {
      port.postMessage(message, [...ports] as never[]);
    },
    onMessage: (listener) => {
      port.addEventListener('message', ({ data, ports }) => {
        listener(data, ports);
      });
      port.start();
      // Node counts a port with a listener among the reasons to go on.
      if ('unref' in port) (port as { unref(): void }).unref();
    },
    close: () => {
      port.close();
    },
  };
}
