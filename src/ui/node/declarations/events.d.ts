/** Emitters of events. */

declare module 'node:events' {
  type Listener = (...args: any[]) => void;
  class EventEmitter {
    static defaultMaxListeners: number;
    static once(emitter: EventEmitter, event: string | symbol): Promise<any[]>;
    on(event: string | symbol, listener: Listener): this;
    addListener(event: string | symbol, listener: Listener): this;
    once(event: string | symbol, listener: Listener): this;
    prependListener(event: string | symbol, listener: Listener): this;
    off(event: string | symbol, listener: Listener): this;
    removeListener(event: string | symbol, listener: Listener): this;
    removeAllListeners(event?: string | symbol): this;
    setMaxListeners(count: number): this;
    emit(event: string | symbol, ...args: any[]): boolean;
    listeners(event: string | symbol): Function[];
    listenerCount(event: string | symbol): number;
    eventNames(): (string | symbol)[];
  }
  namespace EventEmitter {
    export { EventEmitter };
  }
  export = EventEmitter;
}
