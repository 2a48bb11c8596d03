import { currentFrame } from '../core/context.ts';
import { reportUncaught } from '../core/uncaught.ts';

type Listener = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };
interface ListenerOptions {
  readonly once?: boolean;
  readonly signal?: EventTarget & { readonly aborted: boolean };
}
interface Entry {
  readonly listener: Listener;
  readonly once: boolean;
}

/** The global Event, as far as an EventTarget without a document needs it. */
export class Event {
  readonly type: string;
  readonly cancelable: boolean;
  readonly bubbles = false;
  target: EventTarget | null = null;
  defaultPrevented = false;
  #stopped = false;

  constructor(type: unknown, options: { readonly cancelable?: boolean } = {}) {
    this.type = String(type);
    this.cancelable = options.cancelable === true;
  }

  get currentTarget(): EventTarget | null {
    return this.target;
  }

  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true;
  }

  stopPropagation(): void {
    // Nothing to propagate to: there is no tree of targets.
  }

  stopImmediatePropagation(): void {
    this.#stopped = true;
  }

  static isStopped(event: Event): boolean {
    return event.#stopped;
  }
}

/** The global EventTarget. Listeners run at once, in the frame of whoever dispatches. */
export class EventTarget {
  readonly #listeners = new Map<string, Entry[]>();

  addEventListener(
    type: string,
    listener: Listener | null,
    options: ListenerOptions | boolean = {},
  ): void {
    const { once = false, signal } = typeof options === 'object' ? options : {};
    if (listener === null || signal?.aborted === true) return;
    const entries = this.#listeners.get(type) ?? [];
    if (entries.some((entry) => entry.listener === listener)) return;
    this.#listeners.set(type, [...entries, { listener, once }]);
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener));
  }

  removeEventListener(type: string, listener: Listener | null): void {
    const entries = this.#listeners.get(type) ?? [];
    this.#listeners.set(
      type,
      entries.filter((entry) => entry.listener !== listener),
    );
  }

  dispatchEvent(event: Event): boolean {
    event.target = this;
    for (const { listener, once } of this.#listeners.get(event.type) ?? []) {
      if (once) this.removeEventListener(event.type, listener);
      try {
        if (typeof listener === 'function') Reflect.apply(listener, this, [event]);
        else listener.handleEvent(event);
      } catch (error) {
        reportUncaught(error, currentFrame().call);
      }
      if (Event.isStopped(event)) break;
    }
    return !event.defaultPrevented;
  }
}
