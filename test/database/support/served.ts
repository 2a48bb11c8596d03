import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Database, PgServer, PoolerOptions } from '../../../src/contract/index.ts';
import { openTestDatabase } from '../../support/open-database.ts';

/** Two tenants' documents under row-level security, with the tenant in a setting. */
export const SETUP = `
  CREATE ROLE app_owner NOLOGIN;
  CREATE ROLE app_user LOGIN;
  CREATE ROLE other_user LOGIN;
  GRANT USAGE, CREATE ON SCHEMA public TO app_owner;
  GRANT TEMPORARY ON DATABASE postgres TO app_user, other_user;
  SET ROLE app_owner;
  CREATE TABLE public.documents (id int PRIMARY KEY, tenant_id text NOT NULL, title text);
  ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON public.documents
    USING (tenant_id = current_setting('app.tenant_id', true));
  CREATE TABLE public.notes (id int, body text);
  GRANT SELECT, INSERT, UPDATE, DELETE ON public.documents, public.notes TO app_user, other_user;
  RESET ROLE;
  INSERT INTO public.documents VALUES (1, 'acme', 'a1'), (2, 'acme', 'a2'), (3, 'globex', 'g1')`;

export const USERS = { app_user: 'app_user', other_user: 'other_user' };

/** A database for the tests of a file, set up anew for each; and a server on it. */
export function servedDatabase(): {
  readonly db: () => Database;
  readonly serve: <T>(
    options: Partial<PoolerOptions>,
    use: (server: PgServer) => Promise<T>,
  ) => Promise<T>;
} {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(async () => {
    await db.close();
  });
  beforeEach(async () => {
    await db.reset();
    expect((await db.superuser(SETUP)).error).toBeNull();
  });
  return {
    db: () => db,
    serve: (options, use) => db.serve({ mode: 'transaction', users: USERS, ...options }, use),
  };
}
