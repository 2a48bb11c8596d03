import {
  LeakproofError,
  type ConfinementKind,
  type Database,
  type DatabaseAssets,
  type Rehearsal,
  type Run,
} from '../contract/index.ts';
import { Backend } from './backend.ts';
import { bootPglite } from './boot.ts';
import { leftovers, listRoles, sweep } from './cleanup.ts';
import { assertSuperuser, auditRoles, chooseConfinement, type Confinement } from './confinement.ts';
import { rehearsalOn } from './rehearsal.ts';
import { findRole, refuseExempt } from './roles.ts';
import { cleanSession, mustRun } from './trusted.ts';

/** A booted backend with what was true of it when it was empty. */
interface Booted {
  readonly backend: Backend;
  readonly confinement: Confinement;
  readonly versions: { readonly server: string; readonly vector: string };
  readonly image: { readonly roles: ReadonlySet<string>; readonly leftovers: string };
}

/** {@link Database} on PGlite. Calls queue, since there is one backend. */
class PgliteDatabase implements Database {
  readonly #assets: DatabaseAssets;
  #booted: Booted;
  #spent = false;
  /** Set when a role gained rights it should not have: nothing here is believed any more. */
  #climbed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(assets: DatabaseAssets, booted: Booted) {
    this.#assets = assets;
    this.#booted = booted;
  }

  get versions(): { readonly server: string; readonly vector: string } {
    return this.#booted.versions;
  }

  get confinement(): ConfinementKind {
    return this.#booted.confinement.kind;
  }

  readonly superuser: Run = (sql, options) =>
    this.#alone(async () => {
      await cleanSession(this.#run);
      return this.#run(sql, options);
    });

  confined<T>(role: string, use: (run: Run) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await cleanSession(this.#run);
      const facts = await findRole(this.#run, role);
      refuseExempt(role, facts);
      return this.#guarded(async () => {
        await this.#booted.confinement.enter(role, facts.oid, false);
        try {
          return await use(this.#run);
        } finally {
          // Still as the untrusted role: ending its transaction may run its code.
          await this.#run('ROLLBACK');
        }
      });
    });
  }

  rehearse<T>(use: (rehearsal: Rehearsal) => Promise<T>, exempt?: 'exempt'): Promise<T> {
    return this.#alone(async () => {
      await cleanSession(this.#run);
      const spend = (): void => {
        this.#spent = true;
      };
      return this.#guarded(() =>
        rehearsalOn(this.#run, this.#booted.confinement, use, exempt ? spend : undefined),
      );
    });
  }

  reset(): Promise<void> {
    return this.#alone(async () => {
      const { backend, confinement, image } = this.#booted;
      const sweepable = !backend.dead && confinement.kind === 'security-context';
      if (!sweepable || this.#climbed || !(await sweep(this.#run, image))) await this.#reboot();
    });
  }

  get spent(): boolean {
    return this.#spent;
  }

  renew(): Promise<void> {
    return this.#alone(() => this.#reboot());
  }

  close(): Promise<void> {
    return this.#alone(() => this.#booted.backend.close());
  }

  readonly #run: Run = (sql, options) => this.#booted.backend.run(sql, options);

  /** Brings the superuser back whatever happened, and looks whether anybody climbed. */
  async #guarded<T>(use: () => Promise<T>): Promise<T> {
    const before = await auditRoles(this.#run);
    try {
      return await use();
    } finally {
      await this.#booted.confinement.leave();
      await cleanSession(this.#run);
      await assertSuperuser(this.#run);
      if ((await auditRoles(this.#run)) !== before) {
        this.#climbed = true;
        throwBroken();
      }
    }
  }

  async #reboot(): Promise<void> {
    const { backend, confinement } = this.#booted;
    this.#booted = await boot(this.#assets, confinement.kind);
    this.#spent = false;
    this.#climbed = false;
    await backend.close();
  }

  /** One call at a time; a failed call does not stop the next. */
  #alone<T>(use: () => Promise<T>): Promise<T> {
    const next = this.#last.then(use, use);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

function throwBroken(): never {
  throw new LeakproofError({
    code: 'confinement-broken',
    message: 'A statement gave a role more rights than it had, so this database proves nothing.',
  });
}

function incomplete(): LeakproofError {
  return new LeakproofError({
    code: 'worker-crashed',
    message: 'PostgreSQL started without pgvector, so the lessons cannot run.',
  });
}

async function boot(assets: DatabaseAssets, wanted?: ConfinementKind): Promise<Booted> {
  const backend = new Backend(await bootPglite(assets));
  const { run } = backend;
  const confinement = await chooseConfinement(backend, wanted);
  await cleanSession(run);
  const facts = await mustRun(
    run,
    `SELECT pg_catalog.current_setting('server_version'),
       (SELECT default_version FROM pg_catalog.pg_available_extensions WHERE name = 'vector')`,
  );
  const [server, vector] = facts.statements[0]?.rows[0] ?? [];
  // PGlite starts without an extension it could not load, and only says so on the console.
  if (!server || !vector) throw incomplete();
  return {
    backend,
    confinement,
    versions: { server, vector },
    image: { roles: await listRoles(run), leftovers: await leftovers(run) },
  };
}

/**
 * Boots PostgreSQL with pgvector from its image.
 * @param wanted takes the weaker confinement although the better one is there, for tests of it
 * @throws LeakproofError `worker-crashed` when it does not start
 */
export async function openDatabase(
  assets: DatabaseAssets,
  wanted?: ConfinementKind,
): Promise<Database> {
  return new PgliteDatabase(assets, await boot(assets, wanted));
}
