// Reports, as dashboards and agents ask for them. Every statement names the tenant.
import { redis } from './cache.ts';
import { pool } from './db.ts';
import type { Session } from './session.ts';

export interface Report {
  id: string;
  title: string;
  body: string;
}

/** Hexadecimal: no separator, no wildcard, no case to fold. */
const hex = (text: string): string => Buffer.from(text).toString('hex');

/** The cache of one tenant. It makes its keys itself, and whoever holds it reaches no other. */
class TenantCache {
  static readonly #underway = new Map<string, Promise<unknown>>();
  readonly #prefix: string;

  constructor({ tenantId }: Session) {
    this.#prefix = `t/${hex(tenantId)}/`;
  }

  #key(name: string): string {
    return this.#prefix + hex(name);
  }

  /** What is kept under the name; else what `load` gives, which is kept then. */
  async remember<T>(name: string, load: () => Promise<T>): Promise<T> {
    const key = this.#key(name);
    const cached = await redis.get(key);
    if (cached !== null) return JSON.parse(cached) as T;
    const running = TenantCache.#underway.get(key) as Promise<T> | undefined;
    return running ?? this.#load(key, load);
  }

  #load<T>(key: string, load: () => Promise<T>): Promise<T> {
    const loading = load()
      .then(async (value) => {
        await redis.setEx(key, 600, JSON.stringify(value));
        return value;
      })
      .finally(() => TenantCache.#underway.delete(key));
    TenantCache.#underway.set(key, loading);
    return loading;
  }

  async forget(name: string): Promise<void> {
    await redis.del(this.#key(name));
  }

  async forgetAll(): Promise<void> {
    const keys = await redis.keys(`${this.#prefix}*`);
    if (keys.length > 0) await redis.del(keys);
  }
}

/** The report, or null where the workspace has none of that id. */
export function getReport(session: Session, id: string): Promise<Report | null> {
  return new TenantCache(session).remember(id, async () => {
    const { rows } = await pool.query<Report>(
      'SELECT id, title, body FROM reports WHERE tenant_id = $1 AND id = $2',
      [session.tenantId, id],
    );
    return rows[0] ?? null;
  });
}

/** Writes the workspace's report of that id, new or not. */
export async function saveReport(session: Session, report: Report): Promise<void> {
  await pool.query(
    `INSERT INTO reports (tenant_id, id, title, body) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, id) DO UPDATE SET title = excluded.title, body = excluded.body`,
    [session.tenantId, report.id, report.title, report.body],
  );
  await new TenantCache(session).forget(report.id);
}

/** Whether there was one to delete. */
export async function deleteReport(session: Session, id: string): Promise<{ deleted: boolean }> {
  const { rowCount } = await pool.query('DELETE FROM reports WHERE tenant_id = $1 AND id = $2', [
    session.tenantId,
    id,
  ]);
  await new TenantCache(session).forget(id);
  return { deleted: rowCount === 1 };
}

/** Forgets what is cached: the Refresh button of a workspace, and the end of its import. */
export const refreshReports = (session: Session): Promise<void> =>
  new TenantCache(session).forgetAll();
