import { bootPglite } from '../../src/database/boot.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';
import { openDatabase } from '../../src/database/index.ts';
import { pgClient } from '../database/support/pg-client.ts';

const ROUNDS = 7;
const QUERIES = 1000;
const SQL = 'SELECT $1::int AS n, current_user AS who';

/**
 * Queries per second of `db.query()`, and of one `pg` client through its port, the wire server and
 * the pooler, by turns in one thread: what they cost, without what a border between processes does.
 */
export async function measureWire(): Promise<{
  readonly direct: readonly number[];
  readonly wire: readonly number[];
}> {
  const raw = await bootPglite(await loadNodeAssets());
  const database = await openDatabase(await loadNodeAssets());
  const direct: number[] = [];
  const wire: number[] = [];
  await database.superuser('CREATE ROLE app_user LOGIN');
  const users = { app_user: 'app_user' };
  await database.serve({ mode: 'transaction', users }, async (server) => {
    const client = await pgClient(server);
    for (let round = 0; round < ROUNDS; round++) {
      direct.push(await rate((n) => raw.query(SQL, [n])));
      wire.push(await rate((n) => client.query(SQL, [n])));
    }
    await client.end();
  });
  await raw.close();
  await database.close();
  return { direct, wire };
}

/** Queries per second, each sent when the one before is answered. */
async function rate(query: (n: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < QUERIES; n++) await query(n);
  return (QUERIES * 1000) / (performance.now() - start);
}
