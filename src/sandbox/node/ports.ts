import { MessageChannel } from 'node:worker_threads';
import { channelOf, type Channel, type MessagePortLike } from '../../contract/index.ts';

/** A pair of ports: one for here, one to hand over. */
export interface PortPair {
  readonly near: Channel;
  readonly far: MessagePortLike;
  /** Calls back once when the other end was closed. */
  readonly onClose: (listener: () => void) => void;
}

/** Two joined ports in this thread. */
export function openPorts(): PortPair {
  const { port1, port2 } = openPair();
  return {
    near: channelOf(port1),
    far: port2,
    onClose: (listener) => {
      port1.onClose = listener;
    },
  };
}

/**
 * Two joined ports of which one is to be handed over through another port: a port of this thread
 * cannot go through a MessageChannel, so they are of the kind of that one.
 */
export function openPortsFor(through: MessagePortLike): PortPair {
  if (through instanceof LocalPort) return openPorts();
  const { port1, port2 } = new MessageChannel();
  return {
    near: channelOf(alike(port1)),
    far: alike(port2),
    onClose: (listener) => port1.once('close', listener),
  };
}

/** Node's ports are event targets as a browser's are; only their published types leave it out. */
const alike = (port: object): MessagePortLike => port as MessagePortLike;

type Listener = Parameters<MessagePortLike['addEventListener']>[1];
type Message = Parameters<Listener>[0];

/**
 * Two ports in one thread, which behave as a MessageChannel's do but for what is posted: bytes are
 * copied, and everything else is handed over as it is, so that it has to be the receiver's. Between
 * the checks and a program there are thousands of messages a verdict, and a MessageChannel wakes
 * the event loop for each.
 */
export function openPair(): { readonly port1: LocalPort; readonly port2: LocalPort } {
  const [port1, port2] = [new LocalPort(), new LocalPort()];
  port1.join(port2);
  port2.join(port1);
  return { port1, port2 };
}

class LocalPort implements MessagePortLike {
  /** Called once the other end was closed and everything it had posted was taken. */
  onClose: () => void = () => undefined;
  #other: LocalPort = this;
  #listener: Listener = () => undefined;
  readonly #arrived: Message[] = [];
  #started = false;
  #due = false;
  #closed = false;
  #otherClosed = false;

  join(other: LocalPort): void {
    this.#other = other;
  }

  postMessage(message: unknown, transfer: never[]): void {
    if (this.#closed) return;
    const data: unknown = message instanceof Uint8Array ? message.slice() : message;
    this.#other.#arrive({ data, ports: transfer });
  }

  addEventListener(_type: 'message', listener: Listener): void {
    this.#listener = listener;
  }

  start(): void {
    this.#started = true;
    this.#later();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#other.#otherClosed = true;
    this.#other.#later();
  }

  #arrive(message: Message): void {
    if (this.#closed) return;
    this.#arrived.push(message);
    this.#later();
  }

  /**
   * In a task of its own, as every message of a MessageChannel: what one sets off has run before
   * the next is looked at. Not unreferenced: the event loop would wait for something else first.
   */
  #later(): void {
    if (this.#due || !this.#started) return;
    this.#due = true;
    setImmediate(() => {
      this.#due = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    if (this.#closed) return;
    const message = this.#arrived.shift();
    if (message) {
      this.#later();
      this.#listener(message);
    } else if (this.#otherClosed) {
      this.#closed = true;
      this.onClose();
    }
  }
}
