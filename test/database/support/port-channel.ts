import type { Channel, MessagePortLike } from '../../../src/contract/index.ts';

/** A channel over a real MessagePort, as one runs between the sandbox and the database's worker. */
export function portChannel(port: MessagePort): Channel {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      const ports: readonly MessagePortLike[] = [];
      port.addEventListener('message', ({ data }) => listener(data, ports));
      port.start();
    },
    close: () => port.close(),
  };
}
