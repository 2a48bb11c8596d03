import {
  LeakproofError,
  type ConfinementKind,
  type Database,
  type DatabaseAssets,
  type PgServer,
  type PoolerOptions,
  type Rehearsal,
  type Run,
  type RunResult,
} from '../contract/index.ts';
import { Backend, SUPERUSER_OID } from './backend.ts';
import { bootPglite } from './boot.ts';
import { readImage, sweep, type ImageFacts } from './cleanup.ts';
import { readCondition } from './condition.ts';
import { chooseConfinement, readRights, type Confinement } from './confinement.ts';
import { serveClients } from './pooler/serve.ts';
import { rehearsalOn } from './rehearsal.ts';
import { findRole, refuseExempt } from './roles.ts';
import { installedVersion } from './server-fs.ts';
import { cleanSession, mustRun, readOnly } from './trusted.ts';

/** A booted backend, which has answered one query. */
interface Booted {
  readonly backend: Backend;
  readonly versions: { readonly server: string; readonly vector: string };
}

/** What is found out about it before anything else is asked. */
interface Tested {
  readonly confinement: Confinement;
  readonly image: ImageFacts;
}

/** {@link Database} on PGlite. Calls queue, since there is one backend. */
class PgliteDatabase implements Database {
  readonly #assets: DatabaseAssets;
  #booted: Booted;
  /** The boot-time self-test. Not on the way to the first answered query, but before any other. */
  #tested: Promise<Tested>;
  /** Nothing has happened since the boot, so there is nothing to sweep. */
  #fresh = true;
  /** Set when a role gained rights it should not have, or may have: nothing is believed any more. */
  #climbed = false;
  /** As the last confined session left them, while nobody else has been in since. */
  #rights: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(assets: DatabaseAssets, booted: Booted, wanted: ConfinementKind | undefined) {
    this.#assets = assets;
    this.#booted = booted;
    // In a turn of its own: the caller's answer goes out first, and then nothing waits for it.
    this.#tested = nextTurn().then(() => testBooted(booted.backend, wanted));
    // Whoever asks next is told what went wrong.
    this.#tested.catch(() => undefined);
  }

  get versions(): { readonly server: string; readonly vector: string } {
    return this.#booted.versions;
  }

  async confinement(): Promise<ConfinementKind> {
    return (await this.#tested).confinement.kind;
  }

  readonly superuser: Run = (sql, options) =>
    this.#alone(async () => {
      this.#rights = undefined;
      await this.#begin();
      return this.#run(sql, options);
    });

  read(sql: string): Promise<RunResult> {
    return this.#alone(async () => {
      await this.#begin();
      // What changes nothing leaves the rights as they were.
      return readOnly(this.#booted.backend, () => mustRun(this.#run, sql));
    });
  }

  condition(tables: readonly string[], owner: string): Promise<string | null> {
    return this.#alone(async () => {
      await this.#begin();
      return readOnly(this.#booted.backend, () => readCondition(this.#run, tables, owner));
    });
  }

  confined<T>(role: string, use: (run: Run) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await this.#begin();
      const facts = await findRole(this.#run, role);
      refuseExempt(role, facts);
      return this.#guarded(async ({ confinement }) => {
        await confinement.enter(role, facts.oid, false);
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
      return this.#guarded(({ confinement }) => rehearsalOn(this.#run, confinement, use, exempt));
    });
  }

  serve<T>(options: PoolerOptions, use: (server: PgServer) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await this.#begin();
      const { backend } = this.#booted;
      return this.#guarded(({ confinement }) => serveClients(backend, confinement, options, use));
    });
  }

  unguarded<T>(role: string, use: (run: Run) => Promise<T>): Promise<T> {
    return this.#alone(async () => {
      await this.#begin();
      // Nobody looks whether this session climbs, so it counts as one that did.
      this.#climbed = true;
      this.#rights = undefined;
      const { confinement } = await this.#tested;
      const { oid } = await findRole(this.#run, role);
      const { backend } = this.#booted;
      if (oid !== SUPERUSER_OID) await confinement.enter(role, oid, false);
      try {
        return await use(this.#run);
      } finally {
        // Still as that role, as in a confined session.
        await backend.rollback();
        await confinement.leave();
        await cleanSession(backend);
      }
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
    return this.#alone(async () => {
      await this.#tested.catch(() => undefined);
      await this.#booted.backend.close();
    });
  }

  readonly #run: Run = (sql, options) => this.#booted.backend.run(sql, options);

  async #begin(): Promise<void> {
    await this.#tested;
    this.#fresh = false;
    await cleanSession(this.#booted.backend);
  }

  /** Brings the superuser back whatever happened, and looks whether anybody climbed. */
  async #guarded<T>(use: (tested: Tested) => Promise<T>): Promise<T> {
    const tested = await this.#tested;
    const before = this.#rights ?? (await readRights(this.#run));
    this.#rights = undefined;
    try {
      return await use(tested);
    } finally {
      await tested.confinement.leave();
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
    const { backend } = this.#booted;
    const { confinement, image } = await this.#tested;
    if (backend.dead || this.#climbed || confinement.kind !== 'security-context') return false;
    await cleanSession(backend);
    return sweep(this.#run, image);
  }

  async #reboot(): Promise<void> {
    const { backend } = this.#booted;
    const { confinement, image } = await this.#tested;
    // First, so that there is never more than one server here. What does not end is let go.
    await backend.close().catch(() => undefined);
    this.#booted = await boot(this.#assets);
    this.#tested = testBooted(this.#booted.backend, confinement.kind, image);
    this.#rights = undefined;
    this.#fresh = true;
    this.#climbed = false;
    await this.#tested;
  }

  /** One call at a time; a failed call does not stop the next. */
  #alone<T>(use: () => Promise<T>): Promise<T> {
    const next = this.#last.then(use, use);
    this.#last = next.catch(() => undefined);
    return next;
  }
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

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

async function boot(assets: DatabaseAssets): Promise<Booted> {
  const pglite = await bootPglite(assets);
  const backend = new Backend(pglite);
  const vector = installedVersion(pglite, 'vector');
  // It needs no plan. The first statement that does takes twice as long, and nobody waits for it.
  const answer = await mustRun(backend.run, 'SHOW server_version');
  const server = answer.statements[0]?.rows[0]?.[0];
  if (!server || !vector) throw incomplete();
  return { backend, versions: { server, vector } };
}

/** @param image what an earlier boot of the same image read of it */
async function testBooted(
  backend: Backend,
  wanted?: ConfinementKind,
  image?: ImageFacts,
): Promise<Tested> {
  const confinement = await chooseConfinement(backend, wanted);
  return { confinement, image: image ?? (await readImage(backend.run)) };
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
  return new PgliteDatabase(assets, await boot(assets), wanted);
}
