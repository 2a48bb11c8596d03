import {
  LeakproofError,
  WorkerReply,
  type AttackReport,
  type Fault,
  type FaultCode,
  type FileTexts,
  type HostLine,
  type MessagePortLike,
  type PackedFiles,
  type Program,
  type SharedReport,
  type Until,
  type Verdict,
  type Versions,
  type WarmUp,
  type WorkerRequest,
  type Workspace,
  type WorkspaceAnswer,
  type WorkspaceSize,
  type WorkspaceText,
} from '../contract/index.ts';
import type { Spawn, WorkerHandle } from './worker-handle.ts';

/** Milliseconds one request may take. */
export interface Deadlines {
  /** From spawning a worker to its first answered query. */
  readonly boot: number;
  /** One check in one world, or one attack; a sign of life starts it anew. */
  readonly run: number;
}

/** Long for a boot, which a slow machine may need; short for a run, after which nobody still waits. */
export const DEADLINES: Deadlines = { boot: 60_000, run: 10_000 };

/** What is run, in a world drawn from the seed. */
export interface Run {
  readonly slug: string;
  readonly files: FileTexts;
  /** The learner's TypeScript, compiled, or why it could not be; null in a lesson of SQL. */
  readonly program: Program | Fault | null;
  readonly seed: number;
  /** Ends a check when that is known. */
  readonly until?: Until;
  /** The id of the only check that is asked for. */
  readonly only?: string;
}

/** What the console's world is drawn from and made of. */
export interface WorkspaceSeed {
  readonly slug: string;
  readonly files: FileTexts;
  readonly seed: number;
  readonly size: WorkspaceSize;
}

type Answer = Exclude<WorkerReply, { kind: 'fault' | 'progress' | 'warmed' }>;
interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: LeakproofError) => void;
  /** The worker is at it: its deadline starts, or starts anew. */
  readonly wait: () => void;
}

/**
 * One worker with one database. Every request settles: with its answer, with a fault, when the
 * deadline passes, when the worker crashes, or when it is ended.
 */
export class DatabaseWorker {
  readonly #handle: WorkerHandle;
  readonly #deadlines: Deadlines;
  readonly #host: HostLine | undefined;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: LeakproofError | undefined;
  #tellWarmed: () => void = () => undefined;
  #isWarm = false;
  /** Settles when the worker has nothing to do after its latest boot, or was ended. */
  warmed = this.#untilWarmed();
  /** Whether it has run all that a check runs. */
  hot = false;

  /** @param host where realms for TypeScript can be started; they end with this worker */
  constructor(spawn: Spawn, deadlines: Deadlines = DEADLINES, host?: HostLine) {
    this.#deadlines = deadlines;
    this.#host = host;
    this.#handle = spawn();
    this.#handle.onMessage((message) => {
      this.#receive(message);
    });
    this.#handle.onCrash((reason) => {
      this.end('worker-crashed', `The database's worker crashed (${reason}).`);
    });
  }

  /** Why it ended, once it has. */
  get ended(): LeakproofError | undefined {
    return this.#ended;
  }

  /** Whether it has to be handed its files. */
  get needsFiles(): boolean {
    return this.#handle.fetches !== true;
  }

  /** Hands over what can be unpacked before there is a module to boot. */
  unpack(packed: PackedFiles): void {
    if (!this.#ended) this.#handle.post({ kind: 'unpack', packed }, []);
  }

  /** After {@link DatabaseWorker.unpack}. @throws LeakproofError `worker-crashed`, `timed-out` */
  async boot(module: WebAssembly.Module, warm: WarmUp | null): Promise<Versions> {
    const port = this.#host?.port ?? null;
    const request = { kind: 'boot', module, warm, host: port } as const;
    const answer = await this.#ask(
      request,
      this.#deadlines.boot,
      'PostgreSQL did not start within',
      port ? [port] : [],
    );
    if (answer.kind === 'booted') return answer.versions;
    throw mixedUp();
  }

  /** Another server in the same worker. @throws LeakproofError as {@link DatabaseWorker.boot} */
  async renew(warm: WarmUp | null): Promise<void> {
    this.warmed = this.#untilWarmed();
    const tooLong = 'PostgreSQL did not start again within';
    const answer = await this.#ask({ kind: 'renew', warm }, this.#deadlines.boot, tooLong);
    if (answer.kind !== 'booted') throw mixedUp();
  }

  /** @throws LeakproofError `worker-crashed`, `timed-out`, `cancelled` */
  async attack(run: Run): Promise<AttackReport> {
    const answer = await this.#ask({ kind: 'attack', ...run }, this.#deadlines.run, RUNAWAY);
    if (answer.kind === 'attack') return answer.report;
    throw mixedUp();
  }

  /** @throws LeakproofError `worker-crashed`, `timed-out`, `cancelled` */
  async check(run: Run): Promise<Verdict> {
    const answer = await this.#ask({ kind: 'check', ...run }, this.#deadlines.run, RUNAWAY);
    if (answer.kind === 'check') return answer.verdict;
    throw mixedUp();
  }

  /** One world of a shared check. @throws LeakproofError as {@link DatabaseWorker.check} */
  async world({ slug, files, seed }: Run, nth: 0 | 1): Promise<SharedReport> {
    const request = { kind: 'world', slug, files, seed, nth } as const;
    const answer = await this.#ask(request, this.#deadlines.run, RUNAWAY);
    if (answer.kind === 'world') return answer.report;
    throw mixedUp();
  }

  /** The picture of that world, and its report after it. */
  async draw(): Promise<
    Pick<Extract<WorkerReply, { kind: 'drawn' }>, 'matrix' | 'data' | 'report'>
  > {
    const answer = await this.#ask({ kind: 'draw' }, this.#deadlines.run, RUNAWAY);
    if (answer.kind === 'drawn') return answer;
    throw mixedUp();
  }

  /** The verdict over both worlds. */
  async conclude({ slug, files, seed }: Run, reports: readonly SharedReport[]): Promise<Verdict> {
    const request = { kind: 'conclude', slug, files, seed, reports } as const;
    const answer = await this.#ask(request, this.#deadlines.run, RUNAWAY);
    if (answer.kind === 'check') return answer.verdict;
    throw mixedUp();
  }

  /** A world for the console. @throws LeakproofError as a check, and what keeps the files from making it */
  async openWorkspace(made: WorkspaceSeed): Promise<Workspace> {
    const request = { kind: 'workspace-open', ...made } as const;
    const answer = await this.#ask(request, this.#deadlines.run, RUNAWAY);
    if (answer.kind === 'workspace-opened') return answer.workspace;
    throw mixedUp();
  }

  /** A text in that world, as a role. @throws LeakproofError as {@link DatabaseWorker.check} */
  async runInWorkspace({ sql, role, context }: WorkspaceText): Promise<WorkspaceAnswer> {
    const request = { kind: 'workspace-run', sql, role, context } as const;
    const answer = await this.#ask(request, this.#deadlines.run, RUNAWAY);
    if (answer.kind === 'workspace-ran') return answer.answer;
    throw mixedUp();
  }

  /** Terminates the worker; what is under way rejects with this code and sentence. */
  end(code: FaultCode, message: string): void {
    if (this.#ended) return;
    this.#ended = new LeakproofError({ code, message });
    this.#handle.terminate();
    this.#host?.close();
    this.#tellWarmed();
    for (const pending of this.#pending.values()) pending.reject(this.#ended);
    this.#pending.clear();
  }

  #untilWarmed(): Promise<void> {
    this.#isWarm = false;
    return new Promise<void>((resolve) => {
      this.#tellWarmed = () => {
        this.#isWarm = true;
        resolve();
      };
    });
  }

  /**
   * @param deadline in milliseconds since the latest sign of life. A run that comes while the worker
   *   is still warming up has a boot's time until its first: it did not begin, so it cannot be endless.
   */
  async #ask(
    request: WithoutId<Exclude<WorkerRequest, { kind: 'unpack' }>>,
    deadline: number,
    tooLong: string,
    transfer: readonly MessagePortLike[] = [],
  ): Promise<Answer> {
    if (this.#ended) throw this.#ended;
    const id = ++this.#lastId;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.end('timed-out', `${tooLong} ${ms / 1000} seconds, so its database was stopped.`);
      }, ms);
    };
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const goOn = (): void => {
          wait(deadline);
        };
        this.#pending.set(id, { resolve, reject, wait: goOn });
        wait(this.#isWarm ? deadline : this.#deadlines.boot);
        this.#handle.post({ ...request, id } satisfies WorkerRequest, transfer);
      });
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
    }
  }

  #receive(message: unknown): void {
    const parsed = WorkerReply.safeParse(message);
    if (!parsed.success) {
      this.end('worker-crashed', "The database's worker sent a message nobody understands.");
      return;
    }
    const reply = parsed.data;
    if (reply.kind === 'warmed') {
      this.#tellWarmed();
      return;
    }
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    if (reply.kind === 'progress') {
      pending.wait();
      return;
    }
    if (reply.kind === 'fault') pending.reject(new LeakproofError(reply.fault));
    else pending.resolve(reply);
  }
}

const RUNAWAY = 'A statement did not end within';

/** Keeps the variants of a union apart while their ids are left out. */
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

function mixedUp(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: "The database's worker answered another question than the one that was asked.",
  });
}
