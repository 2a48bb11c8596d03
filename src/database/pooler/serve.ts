import type { PgServer, PoolerOptions } from '../../contract/index.ts';
import type { Backend } from '../backend.ts';
import type { Confinement } from '../confinement.ts';
import { AUDITOR, findRole, refuseExempt } from '../roles.ts';
import { mustRun } from '../trusted.ts';
import { Pooler } from './pooler.ts';
import { ServerSession, type KnownRole } from './server-session.ts';
import { CATALOG_TEXTS, SettingNames } from './setting-names.ts';

/**
 * Serves clients on a clean session of the superuser, until `use` ends. The caller brings the
 * superuser back afterwards.
 * @throws LeakproofError `role-unusable` before anything is served
 */
export async function serveClients<T>(
  backend: Backend,
  confinement: Confinement,
  options: PoolerOptions,
  use: (server: PgServer) => Promise<T>,
): Promise<T> {
  const auditor: KnownRole = { name: AUDITOR, oid: (await findRole(backend.run, AUDITOR)).oid };
  const roles = new Map<string, KnownRole>();
  for (const [user, name] of Object.entries(options.users)) {
    const facts = await findRole(backend.run, name);
    refuseExempt(name, facts);
    roles.set(user, { name, oid: facts.oid });
  }
  const watch = options.watch ?? [];
  const names = new SettingNames(watch);
  if (options.mode === 'direct') {
    const texts = await mustRun(backend.run, CATALOG_TEXTS);
    for (const row of texts.statements[0]?.rows ?? []) names.learnCallable(row[0] ?? '');
  }
  await backend.startReporting();
  const session = new ServerSession(backend, confinement, auditor, watch);
  const pooler = new Pooler(options, session, roles, names);
  try {
    return await use(pooler);
  } finally {
    await pooler.close();
  }
}
