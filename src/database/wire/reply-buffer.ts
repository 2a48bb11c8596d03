const FIRST = 16 * 1024;
/** A reply is posted as one message up to this size, and in pieces of it beyond. */
const PIECE = 4 * 1024 * 1024;
/** What a page can be asked to hold at once. */
const MOST = 256 * 1024 * 1024;

/**
 * Gathers one reply. A port cannot push back and PostgreSQL in WebAssembly cannot be paused, so
 * what bounds memory is a limit: beyond it bytes are dropped, and {@link ReplyBuffer.overflown}.
 */
export class ReplyBuffer {
  #space = new Uint8Array(FIRST);
  #used = 0;
  #pieces: Uint8Array[] = [];
  #total = 0;
  overflown = false;

  /** Copies the bytes: PGlite's lie in its memory, which it writes over. */
  push(bytes: Uint8Array): void {
    if (this.#total + bytes.length > MOST) this.overflown = true;
    if (this.overflown) return;
    this.#total += bytes.length;
    if (this.#used + bytes.length > this.#space.length) this.#makeRoom(bytes.length);
    this.#space.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** The pieces, each with memory of its own size; and empty again. */
  take(): Uint8Array[] {
    this.#cut();
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#total = 0;
    this.overflown = false;
    return pieces;
  }

  #makeRoom(length: number): void {
    let size = this.#space.length;
    while (size < this.#used + length && size < PIECE) size *= 2;
    if (size < this.#used + length) {
      this.#cut();
      size = Math.max(size, length);
    }
    if (size === this.#space.length) return;
    const grown = new Uint8Array(size);
    grown.set(this.#space.subarray(0, this.#used));
    this.#space = grown;
  }

  #cut(): void {
    // A view would carry the whole space with it through a port.
    if (this.#used > 0) this.#pieces.push(this.#space.slice(0, this.#used));
    this.#used = 0;
    if (this.#space.length > PIECE) this.#space = new Uint8Array(FIRST);
  }
}
