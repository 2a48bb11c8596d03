import events from 'events/';

type Listener = (...args: never[]) => unknown;

/** What our own classes need of an emitter. */
interface Emitter {
  on(event: string, listener: Listener): this;
  once(event: string, listener: Listener): this;
  off(event: string, listener: Listener): this;
  removeListener(event: string, listener: Listener): this;
  removeAllListeners(event?: string): this;
  emit(event: string, ...args: unknown[]): boolean;
  listenerCount(event: string): number;
}

/** `node:events`, by the package that browsers' bundlers use for it. Listeners run where `emit` does. */
export const EventEmitter = events as unknown as new () => Emitter;
export type EventEmitter = Emitter;
