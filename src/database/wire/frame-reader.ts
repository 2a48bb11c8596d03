import { join, letter, readInt32 } from './bytes.ts';
import { Violation } from './violation.ts';

/** One whole message of a client. The startup packet has no type, so its type is 0. */
export interface Frame {
  readonly type: number;
  /** Type, length and body: as it is sent on. */
  readonly bytes: Uint8Array;
  readonly body: Uint8Array;
}

/** Source: PostgreSQL, MAX_STARTUP_PACKET_LENGTH in libpq/pqcomm.h. */
const MAX_STARTUP = 10_000;
/** Source: PostgreSQL, PQ_SMALL_MESSAGE_LIMIT in libpq/libpq.h. */
const MAX_SMALL = 10_000;
/** PostgreSQL's own limit is 1 GB, more than a page can hold beside the database. */
const MAX_LARGE = 64 * 1024 * 1024;

/** Source: PostgreSQL, SocketBackend in tcop/postgres.c. */
const LARGE = new Set(['Q', 'P', 'B', 'F', 'd'].map(letter));
const SMALL = new Set(['C', 'D', 'E', 'H', 'S', 'X', 'c', 'f'].map(letter));

/**
 * Cuts a client's bytes, whatever their chunks, into messages. PGlite ends the whole server, or
 * reads for ever, at a message of unknown type or one that is not all there: so no such message
 * passes here.
 */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** Bytes that the next message needs, as far as known. */
  #need = 4;
  #startup = true;

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Another startup packet may follow: after SSLRequest and GSSENCRequest. */
  expectStartup(): void {
    this.#startup = true;
    this.#need = 4;
  }

  /**
   * The next whole message, or null until more bytes come.
   * @throws Violation for an unknown type or an impossible length
   */
  next(): Frame | null {
    if (this.#length < this.#need) return null;
    const buffer = join(this.#chunks);
    this.#chunks = [buffer];
    const header = this.#startup ? 4 : 5;
    const type = this.#startup ? 0 : (buffer[0] ?? 0);
    if (!this.#startup) checkType(type);
    if (this.#length < header) {
      this.#need = header;
      return null;
    }
    const length = readInt32(buffer, header - 4);
    if (this.#startup) checkStartup(length);
    else checkLength(type, length);
    const end = header - 4 + length;
    if (this.#length < end) {
      this.#need = end;
      return null;
    }
    this.#length -= end;
    this.#chunks = this.#length === 0 ? [] : [buffer.subarray(end)];
    this.#startup = false;
    this.#need = 1;
    return { type, bytes: buffer.subarray(0, end), body: buffer.subarray(header, end) };
  }
}

function checkType(type: number): void {
  if (!LARGE.has(type) && !SMALL.has(type)) {
    throw new Violation(`invalid frontend message type ${type}`);
  }
}

function checkLength(type: number, length: number): void {
  const most = LARGE.has(type) ? MAX_LARGE : MAX_SMALL;
  if (length < 4 || length > most) throw new Violation('invalid message length');
}

function checkStartup(length: number): void {
  if (length < 8 || length > MAX_STARTUP) throw new Violation('invalid length of startup packet');
}
