import { decode, readUint16, readInt32 } from './bytes.ts';
import { Violation } from './violation.ts';

/** Reads the fields of one message's body, and refuses one that ends too early or too late. */
export class BodyReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  /** Counts and format codes: PostgreSQL takes up to 65535 parameters. */
  uint16(): number {
    return readUint16(this.bytes(2), 0);
  }

  int32(): number {
    return readInt32(this.bytes(4), 0);
  }

  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (length < 0 || end > this.#bytes.length) {
      throw new Violation('insufficient data left in message');
    }
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  string(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw new Violation('invalid string in message');
    const text = decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return text;
  }

  /** A number of things, each read alike. */
  list<T>(count: number, read: () => T): T[] {
    const items: T[] = [];
    for (let n = count; n > 0; n--) items.push(read());
    return items;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  end(): void {
    if (!this.atEnd) throw new Violation('invalid message format');
  }
}
