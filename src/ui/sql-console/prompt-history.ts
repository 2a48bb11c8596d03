/** A walk through the texts that were run: back from the one being written, and forth to it again. */
export class PromptHistory {
  /** Steps back from the newest; 0 is the text being written. */
  #back = 0;
  #draft = '';

  /**
   * @param history the oldest first
   * @param now what stands in the prompt, which is kept when the walk begins
   * @returns the text to show instead; null at either end
   */
  walk(history: readonly string[], which: 'earlier' | 'later', now: string): string | null {
    const next = this.#back + (which === 'earlier' ? 1 : -1);
    if (next < 0 || next > history.length) return null;
    if (this.#back === 0) this.#draft = now;
    this.#back = next;
    return next === 0 ? this.#draft : (history.at(-next) ?? '');
  }

  /** A text was run: the next walk begins at the newest. */
  restart(): void {
    this.#back = 0;
    this.#draft = '';
  }
}
