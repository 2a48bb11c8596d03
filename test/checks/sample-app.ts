import {
  defineAppAttack,
  defineChecks,
  inFlightTogether,
  oneAtATime,
  type AnyCheck,
  type AppLab,
  type AppPlan,
  type CallRequest,
  type LessonModule,
  type StockRequest,
  type WorldPlan,
} from '../../src/checks/index.ts';
import type { LessonManifest, Tenant } from '../../src/contract/index.ts';

/** One table, numbered by hand, behind a policy that trusts the setting. */
const SETUP = `
  CREATE ROLE app_owner NOLOGIN;
  CREATE ROLE app_user LOGIN;
  GRANT USAGE, CREATE ON SCHEMA public TO app_owner;
  SET ROLE app_owner;
  CREATE TABLE public.notes (id int PRIMARY KEY, tenant_id uuid NOT NULL, body text NOT NULL);
  GRANT SELECT, INSERT, UPDATE, DELETE ON public.notes TO app_user;
  ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON public.notes
    USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
  RESET ROLE`;

const POOLER: AppPlan['pooler'] = {
  mode: 'direct',
  users: { app_user: 'app_user' },
  watch: ['app.tenant_id'],
};

export const planOf = (pooler: AppPlan['pooler'] = POOLER): WorldPlan => ({
  owner: 'app_owner',
  application: () => 'app_user',
  scripts: [],
  tables: [
    {
      name: 'notes',
      tenant: 'tenant_id',
      key: 'id',
      text: 'body',
      row: (draw, tenant) => ({
        id: draw.int(10_000, 999_999),
        tenant_id: tenant.id,
        body: `${draw.words()}: ${draw.canary()}`,
      }),
    },
  ],
  app: {
    pooler,
    env: { DATABASE_URL: 'postgres://app_user:secret@db.internal:5432/app' },
    files: (world) => ({ '/etc/tenants': { text: world.tenants.map(({ name }) => name).join() } }),
  },
});

export const sessionOf = (tenant: Tenant | null): { tenantId: string | null } => ({
  tenantId: tenant?.id ?? null,
});

export const list = (as: Tenant | null): CallRequest => ({
  as,
  module: 'notes.ts',
  name: 'list',
  args: [sessionOf(as)],
  show: `list(${as?.name ?? 'nobody'})`,
});

export const rename = (as: Tenant, id: number, body: string): CallRequest => ({
  as,
  module: 'notes.ts',
  name: 'rename',
  args: [sessionOf(as), id, body],
  show: `rename(${as.name}, ${id})`,
});

/** A tenant's own keys, in the world as it was drawn. */
export const keysOf = ({ world }: AppLab, tenant: Tenant): number[] =>
  (world.rows.notes ?? [])
    .filter((row) => row.tenant_id === tenant.id)
    .map((row) => Number(row.id));

const everybodyLists = (lab: AppLab): StockRequest[] =>
  lab.world.tenants.map((tenant) => ({ ...list(tenant), rows: { notes: keysOf(lab, tenant) } }));

export const STOCK: readonly AnyCheck[] = [
  oneAtATime({ requests: everybodyLists }),
  inFlightTogether({ requests: everybodyLists }),
];

export const sampleApp = (
  checks: readonly AnyCheck[] = STOCK,
  plan: WorldPlan = planOf(),
): LessonModule => ({
  slug: 'sample',
  manifest: { wrong: [] } as unknown as LessonManifest,
  setupSql: SETUP,
  plan,
  attack: defineAppAttack(async (lab) => {
    const [first, second] = lab.world.tenants;
    await lab.call(list(first));
    const { found, foreign } = await lab.call(list(second));
    return `${second.name} got ${found.length} notes, ${foreign.length} of others.`;
  }),
  checks: defineChecks(checks),
});

const db = (max: number): string => `
  import { Pool } from 'pg';
  export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: ${max} });`;

/** Sets the tenant for one transaction, whatever happens in it. */
export const RIGHT = {
  'db.ts': db(2),
  'notes.ts': `
    import { pool } from './db.ts';
    import type { PoolClient } from 'pg';
    async function inTenant<T>(session: { tenantId: string | null }, use: (client: PoolClient) => Promise<T>) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query("SELECT set_config('app.tenant_id', $1, true)", [session.tenantId ?? '']);
        const result = await use(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    }
    export const list = (session: { tenantId: string }) =>
      inTenant(session, async (client) => (await client.query('SELECT id, body FROM notes ORDER BY id')).rows);
    export const rename = (session: { tenantId: string }, id: number, body: string) =>
      inTenant(session, async (client) => {
        const { rowCount } = await client.query('UPDATE notes SET body = $2 WHERE id = $1', [id, body]);
        return { renamed: rowCount };
      });`,
};

/** Sets the tenant for the session, once for each connection: the next call inherits it. */
export const INHERITED = {
  'db.ts': db(1),
  'notes.ts': `
    import { pool } from './db.ts';
    const ready = new WeakSet<object>();
    export async function list(session: { tenantId: string }) {
      const client = await pool.connect();
      try {
        if (!ready.has(client)) await client.query("SELECT set_config('app.tenant_id', $1, false)", [session.tenantId]);
        ready.add(client);
        return (await client.query('SELECT id, body FROM notes ORDER BY id')).rows;
      } finally {
        client.release();
      }
    }`,
};

/** Right one at a time; while one call waits, another overwrites the tenant it works for. */
export const RACE = {
  'db.ts': db(4),
  'notes.ts': `
    import { pool } from './db.ts';
    let current: string;
    export async function list(session: { tenantId: string }) {
      current = session.tenantId;
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query("SELECT set_config('app.tenant_id', $1, true)", [current]);
        const { rows } = await client.query('SELECT id, body FROM notes ORDER BY id');
        await client.query('COMMIT');
        return rows;
      } finally {
        client.release();
      }
    }`,
};
