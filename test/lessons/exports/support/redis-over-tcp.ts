import { createServer, type AddressInfo, type Socket } from 'node:net';
import { RedisConnection, RedisDatabases } from './redis-commands.ts';
import { CommandReader, encoded } from './resp.ts';

/** The sandbox's Redis on a port of this machine: for the real client, which speaks its protocol. */
export interface RedisServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a free port. A URL ends in the number of a database, and each begins empty. */
export async function serveRedis(): Promise<RedisServer> {
  const databases = new RedisDatabases();
  const sockets = new Set<Socket>();
  const troubles: unknown[] = [];

  const listener = createServer((socket) => {
    const connection = new RedisConnection(databases);
    const reader = new CommandReader();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Whoever leaves without a word is seen to leave all the same.
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Uint8Array) => {
      try {
        for (const command of reader.read(bytes)) socket.write(encoded(connection.answer(command)));
      } catch (error) {
        troubles.push(error);
        socket.destroy();
      }
    });
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  return {
    port: (listener.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((done) => listener.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
      if (troubles.length > 0) throw new AggregateError(troubles, 'Redis failed its clients.');
    },
  };
}
