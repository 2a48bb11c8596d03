import { createServer, type AddressInfo, type Socket } from 'node:net';
import type {
  Channel,
  DatabaseAssets,
  PgServer,
  PoolMode,
} from '../../../../src/contract/index.ts';
import { Backend } from '../../../../src/database/backend.ts';
import { bootPglite } from '../../../../src/database/boot.ts';
import { chooseConfinement } from '../../../../src/database/confinement.ts';
import { loadNodeAssets } from '../../../../src/database/node/assets.ts';
import { Pooler } from '../../../../src/database/pooler/pooler.ts';
import { ServerSession, type KnownRole } from '../../../../src/database/pooler/server-session.ts';
import { SettingNames } from '../../../../src/database/pooler/setting-names.ts';
import { AUDITOR } from '../../../../src/database/index.ts';
import { mustRun } from '../../../../src/database/trusted.ts';

/** The in-page server on a port of this machine: what connects is told apart by the database it names. */
export interface TcpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A database that is open, with the end of it. */
interface Served {
  readonly name: string;
  readonly server: PgServer;
  close(): Promise<void>;
}

/** The parts that `Database.serve` is made of: it lets in no superuser, and a leak may be one. */
async function open(
  assets: DatabaseAssets,
  name: string,
  setup: string,
  mode: PoolMode,
): Promise<Served> {
  const backend = new Backend(await bootPglite(assets));
  const confinement = await chooseConfinement(backend);
  await mustRun(backend.run, setup);
  const { statements } = await mustRun(
    backend.run,
    `SELECT rolname, oid FROM pg_catalog.pg_roles WHERE rolcanlogin OR rolname = '${AUDITOR}'`,
  );
  const roles = new Map(
    (statements[0]?.rows ?? []).map(([role, oid]): [string, KnownRole] => [
      role ?? '',
      { name: role ?? '', oid: Number(oid) },
    ]),
  );
  const auditor = roles.get(AUDITOR);
  if (auditor === undefined) throw new Error('The image has no auditor.');
  await backend.startReporting();
  const session = new ServerSession(backend, confinement, auditor, []);
  const users = Object.fromEntries([...roles.keys()].map((role) => [role, role]));
  const pooler = new Pooler({ mode, users }, session, roles, new SettingNames([]));
  return {
    name,
    server: pooler,
    async close() {
      await pooler.close();
      await backend.close();
    },
  };
}

/**
 * Listens on a free port. The first client of a database has it set up, and the one before is
 * gone then: who comes one after the other finds each as it was set up.
 * @param setups SQL by the name of the database
 */
export async function serveOverTcp(
  setups: ReadonlyMap<string, string>,
  mode: PoolMode,
): Promise<TcpServer> {
  const assets = await loadNodeAssets();
  let served: Served | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let clients = 0;
  const troubles: unknown[] = [];

  async function find(name: string): Promise<PgServer> {
    if (served?.name === name) return served.server;
    await served?.close();
    const setup = setups.get(name);
    if (setup === undefined) throw new Error(`There is no database ${name}.`);
    served = await open(assets, name, setup, mode);
    return served.server;
  }

  async function admit(socket: Socket): Promise<void> {
    const first = await firstBytes(socket);
    const next = last.then(() => find(databaseOf(first)));
    last = next.catch(() => undefined);
    const server = await next;
    socket.unshift(first);
    server.accept(clients++, channelOf(socket));
  }

  const listener = createServer((socket) => {
    // Whoever leaves without a word is seen to leave all the same.
    socket.on('error', () => undefined);
    admit(socket).catch((reason: unknown) => {
      troubles.push(reason);
      socket.destroy();
    });
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  return {
    port: (listener.address() as AddressInfo).port,
    async close() {
      await new Promise((closed) => listener.close(closed));
      await last;
      await served?.close();
      if (troubles.length > 0) throw new AggregateError(troubles, 'The server failed its clients.');
    },
  };
}

/** Bytes as a client of the wire sends them; null for the end. */
function channelOf(socket: Socket): Channel {
  return {
    post(message) {
      if (message === null) socket.end();
      else if (!socket.destroyed) socket.write(message as Uint8Array);
    },
    onMessage(listener) {
      socket.on('data', (bytes: Uint8Array) => listener(new Uint8Array(bytes), []));
      socket.on('close', () => listener(null, []));
      // It was paused after its first bytes.
      socket.resume();
    },
    close: () => socket.end(),
  };
}

/** A startup message is small, and arrives whole on this machine's own network. */
function firstBytes(socket: Socket): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    socket.once('data', (bytes: Uint8Array) => {
      socket.pause();
      resolve(bytes);
    });
    socket.once('close', () => reject(new Error('The client left before it said who it is.')));
  });
}

/** Source: PostgreSQL, "Message Formats": StartupMessage, pairs of texts that end in a zero. */
function databaseOf(startup: Uint8Array): string {
  const texts = new TextDecoder().decode(startup.subarray(8)).split('\0');
  return texts[texts.indexOf('database') + 1] ?? '';
}
