import { MessageChannel } from 'node:worker_threads';
import { channelOf, type Channel, type MessagePortLike } from '../../contract/index.ts';

/** A pair of ports: one for here, one to hand over. */
export interface PortPair {
  readonly near: Channel;
  readonly far: MessagePortLike;
  /** Calls back once when the other end was closed, or went down with its thread. */
  readonly onClose: (listener: () => void) => void;
}

export function openPorts(): PortPair {
  const { port1, port2 } = new MessageChannel();
  return {
    near: channelOf(alike(port1)),
    far: alike(port2),
    onClose: (listener) => port1.once('close', listener),
  };
}

/** Node's ports are event targets as a browser's are; only their published types leave it out. */
const alike = (port: object): MessagePortLike => port as MessagePortLike;
