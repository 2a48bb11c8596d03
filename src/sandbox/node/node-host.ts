import * as z from 'zod/mini';
import type { Channel, HostLine, HostReply, MessagePortLike } from '../../contract/index.ts';
import { ensureSandboxFiles, SANDBOX_FILES } from '../build/sandbox-files.ts';
import { RealmProcess, type ChildFiles } from './child-process.ts';
import { ensureChildScript } from './child-script.ts';
import { ensureCodeCache } from './code-cache.ts';
import { openPorts } from './ports.ts';
import type { ProcessNote } from './process-line.ts';

/** Starts realms as child processes, for any number of database workers. */
export interface NodeSandboxHost {
  /** A way for one database worker. */
  connect(): HostLine;
  /**
   * Starts a process ahead, for whoever asks first. What goes wrong is told to whoever does.
   * @returns when its files are there, whose making may take seconds
   */
  prepare(): Promise<void>;
  /** Ends every realm. */
  dispose(): void;
}

const HostRequest = z.object({ kind: z.enum(['spawn', 'kill']), realm: z.number() });

/**
 * @param files asked for when the first realm is to start
 * @param tell told of every process, when it runs and when it has exited
 */
export function createNodeSandboxHost(
  files: () => Promise<ChildFiles> = ensureFiles,
  tell?: (note: ProcessNote) => void,
): NodeSandboxHost {
  const lines = new Set<Line>();
  let ahead: Promise<RealmProcess> | undefined;
  let disposed = false;

  async function start(): Promise<RealmProcess> {
    const found = await files();
    if (disposed) throw new Error('grade is over');
    return new RealmProcess(found, tell);
  }

  function take(): Promise<RealmProcess> {
    const taken = ahead ?? start();
    ahead = undefined;
    return taken;
  }

  return {
    connect() {
      const line = new Line(take, () => lines.delete(line));
      lines.add(line);
      return line;
    },
    async prepare() {
      if (disposed) return;
      ahead ??= start();
      await ahead.catch(() => undefined);
    },
    dispose() {
      disposed = true;
      for (const line of [...lines]) line.close();
      ahead?.then(
        (process) => process.kill(),
        () => undefined,
      );
    },
  };
}

let ensured: Promise<ChildFiles> | undefined;

/** What realms are started from. Where it is missing or old it is made, which takes seconds. */
export function ensureFiles(): Promise<ChildFiles> {
  ensured ??= makeFiles().catch((error: unknown) => {
    ensured = undefined;
    throw error;
  });
  return ensured;
}

async function makeFiles(): Promise<ChildFiles> {
  const [entry] = await Promise.all([ensureChildScript(), ensureSandboxFiles()]);
  const files = { entry, bundle: SANDBOX_FILES.runtime };
  const cache = await ensureCodeCache(files);
  return { ...files, ...(cache !== null && { cache }) };
}

/** The realms of one database worker. */
class Line implements HostLine {
  readonly port: MessagePortLike;
  readonly #take: () => Promise<RealmProcess>;
  readonly #onClose: () => void;
  readonly #near: Channel;
  /** Undefined while it starts. */
  readonly #realms = new Map<number, RealmProcess | undefined>();
  #closed = false;

  constructor(take: () => Promise<RealmProcess>, onClose: () => void) {
    const { near, far } = openPorts();
    this.#take = take;
    this.#onClose = onClose;
    this.#near = near;
    this.port = far;
    near.onMessage((message, [control]) => {
      const { kind, realm } = HostRequest.parse(message);
      if (kind === 'kill') this.#kill(realm);
      else if (control) void this.#spawn(realm, control);
    });
  }

  close(): void {
    this.#closed = true;
    for (const realm of [...this.#realms.keys()]) this.#kill(realm);
    this.#near.close();
    this.#onClose();
  }

  async #spawn(realm: number, control: MessagePortLike): Promise<void> {
    this.#realms.set(realm, undefined);
    try {
      const process = await this.#take();
      if (this.#closed || !this.#realms.has(realm)) {
        process.kill();
        return;
      }
      this.#realms.set(realm, process);
      process.attach(control, (reason) => this.#end(realm, reason));
    } catch (error) {
      this.#end(realm, error instanceof Error ? error.message : String(error));
    }
  }

  #kill(realm: number): void {
    this.#realms.get(realm)?.kill();
    this.#realms.delete(realm);
  }

  #end(realm: number, reason: string): void {
    if (!this.#realms.delete(realm)) return;
    this.#near.post({ kind: 'ended', realm, reason } satisfies HostReply);
  }
}
