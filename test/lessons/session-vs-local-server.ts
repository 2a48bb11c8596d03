import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { LessonFolder } from '../../src/content/lesson-folder.ts';
import type { Database, PgServer, PoolerOptions } from '../../src/contract/index.ts';
import { openDatabase } from '../../src/database/index.ts';
import { loadNodeAssets } from '../../src/database/node/assets.ts';

export const ACME = 'aaaaaaaa-0000-4000-8000-00000000000a';
export const GLOBEX = 'bbbbbbbb-0000-4000-8000-00000000000b';
export const LOCAL = "SELECT set_config('app.tenant_id', $1, true)";
export const SESSION = "SELECT set_config('app.tenant_id', $1, false)";
export const READ = "SELECT current_setting('app.tenant_id', true) AS value";
export const COUNT = 'SELECT count(*)::int AS visible FROM invoices';

export type Serve = (
  use: (server: PgServer) => Promise<void>,
  options?: Partial<PoolerOptions>,
) => Promise<void>;

/** Acme has two invoices and Globex three, behind the lesson's pooler, in a server that is new. */
export function useServer(folder: LessonFolder): Serve {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await loadNodeAssets());
  });
  afterAll(() => database.close());

  return async function serve(
    use: (server: PgServer) => Promise<void>,
    options: Partial<PoolerOptions> = {},
  ): Promise<void> {
    await database.renew();
    const setup = await readFile(path.join(folder.folder, 'setup.sql'), 'utf8');
    expect((await database.superuser(setup)).error).toBeNull();
    const rows = [ACME, ACME, GLOBEX, GLOBEX, GLOBEX].map(
      (tenant, at) => `(${at + 10_000}, '${tenant}', 'c', 1, 'n', 2024)`,
    );
    const insert = `INSERT INTO invoices (id, tenant_id, customer, cents, note, year) VALUES ${rows.join()}`;
    const seeded = await database.confined('app_owner', (run) => run(insert));
    expect(seeded.error).toBeNull();
    await database.serve(
      {
        mode: 'transaction',
        users: { app_user: 'app_user' },
        watch: ['app.tenant_id'],
        ...options,
      },
      use,
    );
  };
}
