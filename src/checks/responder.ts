import {
  LeakproofError,
  toFault,
  type Database,
  type DatabaseAssets,
  type MessagePortLike,
  type SandboxHost,
  type WarmUp,
  type WorkerReply,
  type WorkerRequest,
} from '../contract/index.ts';
import type { ServerMemory } from './attempt.ts';
import type { LessonModule } from './lesson-module.ts';
import type * as Runs from './runs.ts';
import type { SharedCheck, SharedRequest } from './shared-check.ts';
import type * as Desks from './workspace/workspace-desk.ts';

/** What a database worker needs of its realm. */
export interface ResponderParts {
  readonly openDatabase: (assets: DatabaseAssets) => Promise<Database>;
  /** @throws LeakproofError `lesson-unknown` */
  readonly loadLesson: (slug: string) => Promise<LessonModule>;
  /** Starts realms; the port is the worker's end of a HostLine. */
  readonly openHost: (port: MessagePortLike) => SandboxHost;
  readonly post: (reply: WorkerReply) => void;
}

/** A server, and whether a run was made on it: the next then gets another. */
interface Server {
  readonly database: Database;
  memory: ServerMemory;
  used: boolean;
}

/** A warming up, and whether there is still time for it. */
interface Rehearsal {
  wanted: boolean;
}

/** Milliseconds between two signs of life of a run; its deadline is counted in seconds. */
const PROGRESS_EVERY = 200;

type Request = Exclude<WorkerRequest, { kind: 'unpack' }>;

/** Not there before it is needed, so that the first server is not kept waiting for it. */
const loadRuns = (): Promise<typeof Runs> => import('./runs.ts');

/** Not there before somebody opens the console, which most never do. */
const loadDesk = (): Promise<typeof Desks> => import('./workspace/workspace-desk.ts');

type BootRequest = Extract<Request, { kind: 'boot' | 'renew' }>;

/** What a database boots from beside its module: unpacked, or on its way. */
type Files = Omit<DatabaseAssets, 'module'>;

/**
 * The worker's side of the engine: answers every request once, by its id, whatever happens.
 * The same in a browser's worker and in Node's.
 */
export function createResponder(
  parts: ResponderParts,
): (request: Request | { readonly kind: 'unpacked'; readonly files: Files }) => Promise<void> {
  let server: Promise<Server> | undefined;
  let files: Files | undefined;
  let host: SandboxHost | null = null;
  let shared: SharedCheck | undefined;
  let workspace: Desks.WorkspaceDesk | undefined;
  /** Settles when the server may be used: after its boot, the warming up, the run before. */
  let idle: Promise<unknown> = Promise.resolve();
  /** Of the latest boot. It ends as soon as it can when a run waits for the server. */
  let rehearsal: Rehearsal = { wanted: true };

  async function boot(request: BootRequest): Promise<WorkerReply> {
    if (request.kind === 'boot') {
      server ??= open(request.module);
      host ??= request.host && parts.openHost(request.host);
    }
    if (!server) throw notBooted();
    const on = await server;
    const { id, kind, warm } = request;
    if (kind === 'renew') {
      await idle;
      await renew(on);
    }
    // Not on the way to the answer, and of no consequence: a run finds out what is wrong.
    rehearsal = { wanted: true };
    idle = (warm ? prepare(on, warm, rehearsal) : Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        parts.post({ id, kind: 'warmed' });
      });
    return { id, kind: 'booted', versions: on.database.versions };
  }

  async function open(module: WebAssembly.Module): Promise<Server> {
    if (!files) throw notBooted();
    const database = await parts.openDatabase({ module, ...files });
    return { database, memory: { tenantWasSet: false }, used: false };
  }

  async function run(request: Exclude<Request, BootRequest>): Promise<WorkerReply> {
    if (!server) throw notBooted();
    if (isWorkspace(request)) return work(request, await server);
    workspace?.close();
    if (isShared(request)) return share(request, await server);
    const { id, slug, files, seed, program } = request;
    // It starts while the server is made new.
    if (program && 'modules' in program) host?.prepare();
    const [runs, lesson, on] = await Promise.all([loadRuns(), parts.loadLesson(slug), server]);
    // Each run begins on a server that has seen no tenant, and no role without limits.
    if (on.used) await renew(on);
    on.used = true;
    const app = { program, host };
    if (request.kind === 'attack') {
      const report = await runs.runAttack(on.database, lesson, files, seed, on.memory, app);
      return { id, kind: 'attack', report };
    }
    const onProgress = progressOf(id);
    const { database, memory } = on;
    const { until, only } = request;
    const asked = only === undefined ? lesson : runs.upTo(lesson, only);
    const verdict = await runs.runPress({
      ...{ database, lesson: asked, files, seed, memory, onProgress, app },
      ...(until && { until }),
    });
    const told = only === undefined ? verdict : runs.onlyOf(verdict, only);
    return { id, kind: 'check', verdict: told };
  }

  async function share(request: SharedRequest, on: Server): Promise<WorkerReply> {
    // A picture and a verdict belong to the world before them.
    if (request.kind === 'world') {
      if (on.used) await renew(on);
      on.used = true;
    }
    shared ??= new (await loadRuns()).SharedCheck();
    return shared.answer(request, on, parts.loadLesson, progressOf(request.id));
  }

  /** The console has no limits, so whatever runs on its server afterwards begins on another. */
  async function work(request: Desks.WorkspaceRequest, on: Server): Promise<WorkerReply> {
    if (request.kind === 'workspace-open') {
      if (on.used) await renew(on);
      on.used = true;
    }
    workspace ??= new (await loadDesk()).WorkspaceDesk();
    return workspace.answer(request, on, parts.loadLesson, progressOf(request.id));
  }

  /** Says so now and then: hundreds of signs of life in a second would slow down both sides. */
  const progressOf = (id: number): (() => void) => {
    let last = performance.now();
    return () => {
      const now = performance.now();
      if (now - last < PROGRESS_EVERY) return;
      last = now;
      parts.post({ id, kind: 'progress' });
    };
  };

  async function prepare(on: Server, warm: WarmUp, rehearsal: Rehearsal): Promise<void> {
    const [runs, lesson] = await Promise.all([loadRuns(), parts.loadLesson(warm.slug)]);
    // A thorough one sets tenants. Should the renewal fail, the next run finds it used, and renews.
    on.used = warm.how === 'thorough';
    await runs.warmUp(on.database, lesson, warm, host, () => {
      if (!rehearsal.wanted) throw new Error('A run waits for the server.');
    });
    if (on.used) await renew(on);
    await runs.setUp(on.database, lesson);
    on.memory.setUpFor = lesson.slug;
  }

  async function renew(on: Server): Promise<void> {
    workspace?.close();
    await on.database.renew();
    on.memory = { tenantWasSet: false };
    on.used = false;
  }

  function answer(request: Request): Promise<WorkerReply> {
    if (request.kind === 'boot' || request.kind === 'renew') return boot(request);
    rehearsal.wanted = false;
    const reply = idle.then(() => {
      // Whatever it asks for, from here on its deadline counts.
      parts.post({ id: request.id, kind: 'progress' });
      return run(request);
    });
    idle = reply.catch(() => undefined);
    return reply;
  }

  return async (request) => {
    if (request.kind === 'unpacked') {
      files = request.files;
      return;
    }
    try {
      parts.post(await answer(request));
    } catch (error) {
      parts.post({ id: request.id, kind: 'fault', fault: toFault(error) });
    }
  };
}

const isShared = (request: Request): request is SharedRequest =>
  request.kind === 'world' || request.kind === 'draw' || request.kind === 'conclude';

const isWorkspace = (request: Request): request is Desks.WorkspaceRequest =>
  request.kind === 'workspace-open' || request.kind === 'workspace-run';

function notBooted(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: 'The database was asked for before it was started.',
  });
}
