import { Buffer } from 'buffer/';
import { host } from '../host.ts';
import { inTask, noteEntry } from '../core/activity.ts';
import {
  createObject,
  mapClear,
  mapDelete,
  mapEach,
  mapGet,
  mapSet,
  NativeMap,
  put,
  toText,
} from '../core/captured.ts';
import { currentFrame, enter, type Frame } from '../core/context.ts';
import { reportUncaught } from '../core/uncaught.ts';
import { EventEmitter } from '../node/events.ts';

type Done = (error?: Error) => void;

/** Sockets whose other end may still send. */
const open = new NativeMap<number, Socket>();
/** Messages of each connection since the load: connections are never numbered twice. */
const sent = new NativeMap<number, number>();
const received = new NativeMap<number, number>();
let last = 0;

/**
 * `net.Socket`, as far as `pg` uses one: a channel to the workbook's PostgreSQL, whatever host and
 * port it names. No TLS, no half-open sockets, no back-pressure.
 */
export class Socket extends EventEmitter {
  #connection: number | null = null;
  #frame: Frame = currentFrame();
  #ended = false;
  #closed = false;
  #corked: Uint8Array[] | null = null;
  readyState = 'closed';
  readonly writable = true;

  /** The number of its connection; null before `connect`. */
  static connectionOf(socket: unknown): number | null {
    return socket instanceof Socket ? socket.#connection : null;
  }

  connect(port: unknown, address?: unknown): this {
    const given =
      typeof port === 'object' && port !== null ? (port as Record<string, unknown>) : {};
    const path = typeof port === 'string' && address === undefined ? port : given.path;
    this.#frame = currentFrame();
    if (typeof path === 'string') {
      this.#fail(`connect ENOENT ${path}`, 'ENOENT');
      return this;
    }
    last += 1;
    const connection = last;
    this.#connection = connection;
    this.readyState = 'opening';
    mapSet(open, connection, this);
    mapSet(sent, connection, 0);
    mapSet(received, connection, 0);
    const [name = address ?? 'localhost', number = port] = [given.host, given.port];
    host.connect(connection, toText(name), Number(number) || 0);
    inTask(() => {
      if (this.#closed) return;
      this.readyState = 'open';
      this.emit('connect');
      this.emit('ready');
    });
    return this;
  }

  write(data: string | Uint8Array, encoding?: string | Done, callback?: Done): boolean {
    const done = typeof encoding === 'function' ? encoding : callback;
    if (this.#ended || this.#connection === null) {
      const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      inTask(() => {
        done?.(error);
        this.emit('error', error);
      });
      return false;
    }
    const name = typeof encoding === 'string' ? encoding : 'utf8';
    const bytes = typeof data === 'string' ? Buffer.from(data, name) : data;
    if (this.#corked !== null) this.#corked.push(bytes);
    else this.#send(bytes);
    if (done !== undefined) inTask(() => done());
    return true;
  }

  cork(): void {
    this.#corked ??= [];
  }

  uncork(): void {
    const parts = this.#corked ?? [];
    this.#corked = null;
    if (parts.length > 0 && !this.#ended) this.#send(Buffer.concat(parts));
  }

  end(data?: string | Uint8Array | Done, encoding?: string | Done, callback?: Done): this {
    if (typeof data === 'string' || data instanceof Uint8Array) this.write(data, encoding);
    const done = [data, encoding, callback].find((each) => typeof each === 'function');
    this.uncork();
    this.#finish();
    inTask(() => {
      this.emit('finish');
      done?.();
    });
    return this;
  }

  destroy(error?: Error): this {
    this.#finish();
    if (!this.#closed) inTask(() => this.#close(error));
    return this;
  }

  get destroyed(): boolean {
    return this.#closed;
  }

  /** Sends the end, once. */
  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#connection !== null) this.#send(null);
  }

  #send(bytes: Uint8Array | null): void {
    const connection = this.#connection ?? 0;
    mapSet(sent, connection, (mapGet(sent, connection) ?? 0) + 1);
    host.send(connection, bytes);
  }

  #fail(message: string, code: string): void {
    inTask(() => this.#close(Object.assign(new Error(message), { code, syscall: 'connect' })));
  }

  #close(error?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.readyState = 'closed';
    if (this.#connection !== null) mapDelete(open, this.#connection);
    if (error !== undefined) this.emit('error', error);
    this.emit('close', error !== undefined);
  }

  /** Marks the connection in the order of its bytes. */
  static mark(connection: number, mark: 'checkout' | 'release', call: number | null): void {
    const socket = mapGet(open, connection);
    if (socket === undefined || socket.#ended) return;
    mapSet(sent, connection, (mapGet(sent, connection) ?? 0) + 1);
    host.mark(connection, mark, call);
  }

  static receive(connection: number, bytes: Uint8Array | null): void {
    mapSet(received, connection, (mapGet(received, connection) ?? 0) + 1);
    const socket = mapGet(open, connection);
    if (socket === undefined) return;
    noteEntry();
    try {
      // As in Node, where a socket's events run in the context in which it was made.
      enter(socket.#frame, () => {
        if (bytes !== null) {
          if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes of another realm');
          socket.emit('data', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
          return;
        }
        socket.emit('end');
        socket.#finish();
        socket.#close();
      });
    } catch (error) {
      reportUncaught(error, socket.#frame.call);
    }
  }

  /** Ends every connection without a word to the program that opened it: a new load begins. */
  static dropAll(): void {
    mapEach(open, (socket) => {
      socket.#closed = true;
      socket.#finish();
    });
    mapClear(open as Map<never, never>);
    mapClear(sent as Map<never, never>);
    mapClear(received as Map<never, never>);
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  pause(): this {
    return this;
  }

  resume(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** Messages posted and taken since the load on each connection, by its number. */
export function countMessages(): {
  readonly sent: Record<string, number>;
  readonly received: Record<string, number>;
} {
  const counts = { sent: bareCounts(sent), received: bareCounts(received) };
  return counts;
}

function bareCounts(from: Map<number, number>): Record<string, number> {
  const counts = createObject(null) as Record<string, number>;
  mapEach(from, (count, connection) => put(counts, connection, count));
  return counts;
}

/** `net`, for `pg`. */
export const netModule = {
  Socket,
  Stream: Socket,
  isIP: (address: string): number => {
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return 4;
    return address.includes(':') ? 6 : 0;
  },
};
