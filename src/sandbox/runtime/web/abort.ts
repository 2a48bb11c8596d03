import { setTimeout } from '../core/background.ts';
import { Event, EventTarget } from './event-target.ts';

let making = false;

/** The global DOMException, as aborting and timing out need it. */
export class DOMException extends Error {
  override readonly name: string;
  readonly code: number;

  constructor(message = '', name = 'Error') {
    super(message);
    this.name = name;
    this.code = { AbortError: 20, TimeoutError: 23, DataCloneError: 25 }[name] ?? 0;
  }
}

/** The global AbortSignal. */
export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason: unknown = undefined;
  onabort: ((event: Event) => unknown) | null = null;

  constructor() {
    super();
    if (!making) throw new TypeError('Illegal constructor');
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  static make(): AbortSignal {
    making = true;
    try {
      return new AbortSignal();
    } finally {
      making = false;
    }
  }

  static end(signal: AbortSignal, reason: unknown): void {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason ?? new DOMException('This operation was aborted', 'AbortError');
    const event = new Event('abort');
    signal.onabort?.(event);
    signal.dispatchEvent(event);
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = AbortSignal.make();
    AbortSignal.end(signal, reason);
    return signal;
  }

  static timeout(milliseconds: number): AbortSignal {
    const signal = AbortSignal.make();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    setTimeout(() => AbortSignal.end(signal, reason), milliseconds);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const signal = AbortSignal.make();
    for (const source of signals) {
      if (source.aborted) AbortSignal.end(signal, source.reason);
      else source.addEventListener('abort', () => AbortSignal.end(signal, source.reason));
    }
    return signal;
  }
}

/** The global AbortController. */
export class AbortController {
  readonly signal: AbortSignal = AbortSignal.make();

  abort(reason?: unknown): void {
    AbortSignal.end(this.signal, reason);
  }
}
