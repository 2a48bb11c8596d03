import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What takes less time than this is not worth telling: telling it would only flicker. */
export const LATE_MS = 200;

/** On once a condition has held for {@link LATE_MS}; off at once when it ends. */
export class LateController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #condition: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #on = false;

  constructor(host: ReactiveControllerHost, condition: () => boolean) {
    this.#host = host;
    this.#condition = condition;
    host.addController(this);
  }

  get on(): boolean {
    return this.#on && this.#condition();
  }

  hostUpdate(): void {
    if (!this.#condition()) {
      this.hostDisconnected();
    } else if (!this.#on) {
      this.#timer ??= setTimeout(() => {
        this.#on = true;
        this.#host.requestUpdate();
      }, LATE_MS);
    }
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#on = false;
  }
}
