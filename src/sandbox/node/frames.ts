import { Buffer } from 'node:buffer';

/**
 * What runs between grade and the process of a submission: frames on its standard input and
 * output. Not Node's own IPC, which trusts the child: a message that does not parse there is an
 * exception in the parent that nobody can catch.
 *
 * A frame: length of the payload (4 bytes, big endian), kind (1), connection (4), payload.
 */
export const FrameKind = {
  /** Both ways: JSON of a SandboxRequest, of a SandboxReply. */
  control: 1,
  /** Both ways: bytes of a connection. */
  bytes: 2,
  /** Both ways: the end of a connection. */
  end: 3,
  /** From the child: a connection is opened; JSON of its host and port. */
  connect: 4,
  /** From the child: JSON of a WireMark. */
  mark: 5,
  /** From the child: why the runtime does not stand. */
  broken: 6,
  /** From a child that was started to make it: V8's code cache of the runtime. */
  cache: 7,
} as const;

export interface Frame {
  readonly kind: number;
  readonly connection: number;
  readonly payload: Buffer;
}

export const HEADER_BYTES = 9;

/** The largest payload that is taken: several times the largest value that lessons handle. */
export const LARGEST_PAYLOAD = 64 * 1024 * 1024;

/** The header of a frame whose payload is written after it. */
export function writeHeader(to: Buffer, kind: number, connection: number): void {
  to.writeUInt32BE(to.length - HEADER_BYTES, 0);
  to.writeUInt8(kind, 4);
  to.writeUInt32BE(connection, 5);
}

export function toFrame(kind: number, connection: number, payload: string | Uint8Array): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bytes.length);
  writeHeader(frame, kind, connection);
  frame.set(bytes, HEADER_BYTES);
  return frame;
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /**
   * @returns the frames that are complete now; their payloads are nobody else's
   * @throws Error for a payload larger than {@link LARGEST_PAYLOAD}
   */
  read(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const frames: Frame[] = [];
    for (let need = this.#need(); this.#length >= need; need = this.#need()) {
      const bytes = this.#take(need);
      const payload = Buffer.alloc(need - HEADER_BYTES);
      bytes.copy(payload, 0, HEADER_BYTES);
      frames.push({ kind: bytes.readUInt8(4), connection: bytes.readUInt32BE(5), payload });
    }
    return frames;
  }

  /** Bytes of the next frame, or of a header while that is not there yet. */
  #need(): number {
    if (this.#length < HEADER_BYTES) return HEADER_BYTES;
    if ((this.#chunks[0]?.length ?? 0) < HEADER_BYTES) this.#join();
    const payload = this.#chunks[0]?.readUInt32BE(0) ?? 0;
    if (payload > LARGEST_PAYLOAD) throw new Error('A frame is too large.');
    return HEADER_BYTES + payload;
  }

  #take(length: number): Buffer {
    if ((this.#chunks[0]?.length ?? 0) < length) this.#join();
    const [first = Buffer.alloc(0)] = this.#chunks;
    const rest = first.subarray(length);
    if (rest.length > 0) this.#chunks[0] = rest;
    else this.#chunks.shift();
    this.#length -= length;
    return first.subarray(0, length);
  }

  #join(): void {
    this.#chunks = [Buffer.concat(this.#chunks)];
  }
}
