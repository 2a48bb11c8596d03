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
import { readImage, sweep, type ImageFacts } from './cleanup.ts';
import { chooseConfinement, readRights, type Confinement } from './confinement.ts';
import { rehearsalOn } from './rehearsal.ts';
import { findRole, refuseExempt } from './roles.ts';
import { cleanSession, mustRun } from './trusted.ts';

/** A booted backend. */
interface Booted {
  readonly backend: Backend;
  readonly confinement: Confinement;
  readonly versions: { readonly server: string; readonly vector: string };
}

/** {@link Database} on PGlite. Calls queue, since there is one backend. */
class PgliteDatabase implements Database {
  readonly #assets: DatabaseAssets;
  #booted: Booted;
  /** Undefined until it was read, which is the first thing after the boot. */
  #image: ImageFacts | undefined;
  /** Nothing has happened since the boot, so there is nothing to sweep. */
  #fresh = true;
  /** Set when a role gained rights it should not have: nothing here is believed any more. */
  #climbed = false;
  /** As the last confined session left them, while nobody else has been in since. */
  #rights: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(assets: DatabaseAssets, booted: Booted) {
    this.#assets = assets;
    this.#booted = booted;
    this.#readImage();
  }

  get versions(): { readonly server: string; readonly vector: string } {
    return this.#booted.versions;
  }

  get confinement(): ConfinementKind {
    return this.#booted.confinement.kind;
  }

  readonly superuser: Run = (sql, options) =>
    this.#alone(async () => {
      this.#rights = undefined;
      await this.#begin();
      return this.#run(sql, options);
    });

  confined<T>(role: string, use: (run: Run) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await this.#begin();
      const facts = await findRole(this.#run, role);
      refuseExempt(role, facts);
      return this.#guarded(async () => {
        await this.#booted.confinement.enter(role, facts.oid, false);
        try {
          return await use(this.#run);
        } finally {
          // Still as the untrusted role: ending its transaction may run its code.
          await this.#booted.backend.rollback();
        }
      });
    });
  }

  rehearse<T>(use: (rehearsal: Rehearsal) => Promise<T>, exempt?: 'exempt'): Promise<T> {
    return this.#alone(async () => {
      await this.#begin();
      return this.#guarded(() => rehearsalOn(this.#run, this.#booted.confinement, use, exempt));
    });
  }

  reset(): Promise<void> {
    return this.#alone(async () => {
      if (!this.#fresh && !(await this.#sweep())) await this.#reboot();
    });
  }

  renew(): Promise<void> {
    return this.#alone(() => this.#reboot());
  }

  close(): Promise<void> {
    return this.#alone(() => this.#booted.backend.close());
  }

  readonly #run: Run = (sql, options) => this.#booted.backend.run(sql, options);

  #begin(): Promise<void> {
    this.#fresh = false;
    return cleanSession(this.#booted.backend);
  }

  /** Brings the superuser back whatever happened, and looks whether anybody climbed. */
  async #guarded<T>(use: () => Promise<T>): Promise<T> {
    const before = this.#rights ?? (await readRights(this.#run));
    this.#rights = undefined;
    try {
      return await use();
    } finally {
      await this.#booted.confinement.leave();
      await cleanSession(this.#booted.backend);
      if ((await readRights(this.#run)) !== before) {
        this.#climbed = true;
        throwBroken();
      }
      this.#rights = before;
    }
  }

  /** @returns whether the database is as the image has it; false where that cannot be told */
  async #sweep(): Promise<boolean> {
    this.#rights = undefined;
    const { backend, confinement } = this.#booted;
    if (backend.dead || this.#climbed || confinement.kind !== 'security-context') return false;
    if (!this.#image) return false;
    await cleanSession(backend);
    return sweep(this.#run, this.#image);
  }

  async #reboot(): Promise<void> {
    const { backend, confinement } = this.#booted;
    this.#booted = await boot(this.#assets, confinement.kind);
    this.#rights = undefined;
    this.#fresh = true;
    this.#climbed = false;
    await backend.close();
  }

  /** After the boot and before anything else, but not on the way to the first answered query. */
  #readImage(): void {
    this.#alone(async () => {
      this.#image = await readImage(this.#run);
    }).catch(() => undefined);
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
