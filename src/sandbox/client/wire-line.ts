import type { Channel } from '../../contract/index.ts';

/**
 * A connection's channel that also ends when its realm does: a worker that is terminated, or a
 * process that is killed, says nothing to its ports any more. A server behind it then reads the
 * end, as from a client that hung up.
 */
export class WireLine implements Channel {
  readonly #port: Channel;
  #listener: Parameters<Channel['onMessage']>[0] | undefined;
  #over = false;

  constructor(port: Channel) {
    this.#port = port;
  }

  post(message: unknown): void {
    if (!this.#over) this.#port.post(message);
  }

  onMessage(listener: Parameters<Channel['onMessage']>[0]): void {
    this.#listener = listener;
    if (this.#over) {
      listener(null, []);
      return;
    }
    this.#port.onMessage((message, ports) => {
      if (!this.#over) listener(message, ports);
    });
  }

  close(): void {
    this.#over = true;
    this.#port.close();
  }

  /** The realm is gone. */
  hangUp(): void {
    if (this.#over) return;
    this.close();
    this.#listener?.(null, []);
  }
}
