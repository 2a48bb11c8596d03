import type { Database, PgServer, PoolerOptions } from '../../contract/index.ts';

/** A database that is being served, until it is closed. */
export interface Served {
  readonly server: PgServer;
  /** Disconnects all clients and cleans the session. @throws what serving ended with */
  close(): Promise<void>;
}

/** Serves a database. @throws LeakproofError as {@link Database.serve} */
export function openServer(database: Database, options: PoolerOptions): Promise<Served> {
  return new Promise((resolve, reject) => {
    let end = (): void => undefined;
    const ended = new Promise<void>((finish) => {
      end = finish;
    });
    const over = database.serve(options, async (server) => {
      resolve({
        server,
        close: () => {
          end();
          return over;
        },
      });
      await ended;
    });
    over.catch(reject);
  });
}
