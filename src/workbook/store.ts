/** A value that changes as a whole, and calls back after each change. */
export class Store<State extends object> {
  readonly #listeners = new Set<() => void>();
  #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** The value as it is now; it is replaced and never changed. */
  get state(): State {
    return this.#state;
  }

  /** Replaces the named parts, then calls every listener, whether or not anything differs. */
  set(patch: Partial<State>): void {
    this.#state = { ...this.#state, ...patch };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back after each change. Returns the function that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls nobody back any more. */
  dispose(): void {
    this.#listeners.clear();
  }
}
