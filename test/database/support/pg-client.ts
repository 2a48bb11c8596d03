import { Duplex } from 'node:stream';
import pg from 'pg';
import type { PgServer } from '../../../src/contract/index.ts';
import { portChannel } from './port-channel.ts';

/** A socket for `pg` over a MessagePort: bytes both ways, null for the end. */
export class PortSocket extends Duplex {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    super({ allowHalfOpen: false });
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<Uint8Array | null>) => {
      this.push(data === null ? null : Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    });
    port.start();
  }

  /** `pg` calls these on what it takes for a net.Socket. */
  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    // Messages are pushed as they come.
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    // A copy of its own size: a slice of Node's buffer pool would carry the whole pool along.
    this.#port.postMessage(new Uint8Array(chunk));
    done();
  }

  override _final(done: () => void): void {
    this.#port.postMessage(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#port.postMessage(null);
    this.#port.close();
    done(error);
  }
}

let next = 1;

/** A new connection to the server, with the number under which the events know it. */
export function connectPort(server: PgServer): { readonly id: number; readonly port: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  const id = next++;
  server.accept(id, portChannel(port2));
  return { id, port: port1 };
}

/** What `pg` needs to reach the server instead of a network. */
export const pgConfig = (server: PgServer, user = 'app_user'): pg.ClientConfig => ({
  user,
  database: 'app',
  stream: () => new PortSocket(connectPort(server).port),
});

/** A connected client of `pg`. */
export async function pgClient(
  server: PgServer,
  user?: string,
  config: pg.ClientConfig = {},
): Promise<pg.Client> {
  const client = new pg.Client({ ...pgConfig(server, user), ...config });
  // What it is told after an end by the server is not what a test waits for.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A pool of `pg`. */
export function pgPool(server: PgServer, config: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ ...pgConfig(server), max: 4, ...config });
  pool.on('error', () => undefined);
  // The pool itself listens only while a client is idle in it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
