import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import type {
  CallOutcome,
  Fault,
  Gate,
  Plain,
  Program,
  SandboxReply,
  SandboxWorld,
  TraceEvent,
} from '../../../src/contract/index.ts';
import { SandboxReply as ReplySchema } from '../../../src/contract/index.ts';
import { ensureSandboxFiles, SANDBOX_FILES } from '../../../src/sandbox/build/sandbox-files.ts';
import { compileProgram } from '../../../src/sandbox/compile/compile-program.ts';
import type { Bridge } from '../../../src/sandbox/runtime/bridge.ts';
import { chunksOf } from '../../../src/sandbox/runtime/chunks.ts';

type Reply<Kind extends SandboxReply['kind']> = Extract<SandboxReply, { kind: Kind }>;
type Mark = Readonly<{ mark: string; call: number | null }>;

/** What a realm opened, and what it posted there. */
export interface TestSocket {
  readonly connection: number;
  readonly host: string;
  readonly port: number;
  readonly posted: (Uint8Array | Mark | null)[];
  /** Takes what is posted from now on. */
  listen: ((message: Uint8Array | Mark | null) => void) | null;
}

export const EMPTY_WORLD: SandboxWorld = { env: {}, files: {}, gated: false };

/** Compiles as a lesson's code is compiled. @throws where it does not compile */
export function compile(files: Readonly<Record<string, string>>): Program {
  const program = compileProgram(files);
  if ('modules' in program) return program;
  throw new Error(program.message);
}

/** The real bundle in a `vm` context of this process, with a bridge as small as one can be. */
export class TestRealm {
  readonly trace: TraceEvent[] = [];
  readonly sockets: TestSocket[] = [];
  readonly replies: SandboxReply[] = [];
  readonly global: Record<string, unknown>;
  exited: number | null = null;
  /** Called for each socket; what it returns takes what is posted there. */
  onSocket: (socket: TestSocket) => void = () => undefined;
  #request: (text: string) => void = () => undefined;
  #data: (connection: number, bytes: Uint8Array | null) => void = () => undefined;
  #unhandled: (reason: unknown, promise: object | null) => void = () => undefined;
  #handled: (promise: object) => void = () => undefined;
  #waiting = new Map<number, (reply: SandboxReply) => void>();
  #bytes: (length: number) => Uint8Array;
  #error: (message: string) => unknown;
  #lastId = 0;
  #timers = new Map<number, NodeJS.Timeout>();

  private constructor(text: string, before: string) {
    this.global = {};
    const context = vm.createContext(this.global);
    vm.runInContext(before, context);
    this.#bytes = vm.runInContext('(length) => new Uint8Array(length)', context) as (
      length: number,
    ) => Uint8Array;
    this.#error = vm.runInContext('(message) => new Error(message)', context) as (
      message: string,
    ) => unknown;
    vm.runInContext(text, context, { filename: 'runtime.js' });
    const start = this.global.leakproofStart as (bridge: Bridge) => void;
    start(this.#bridge());
  }

  /** @param before a script that is run in the context before the bundle */
  static async start(before = ''): Promise<TestRealm> {
    await ensureSandboxFiles();
    return new TestRealm(await readFile(SANDBOX_FILES.runtime, 'utf8'), before);
  }

  async load(
    files: Readonly<Record<string, string>>,
    world: Partial<SandboxWorld> = {},
  ): Promise<Fault | null> {
    const program = compile(files);
    const chunks: Record<string, string> = {};
    for (const name of chunksOf(program)) {
      chunks[name] = await readFile(
        SANDBOX_FILES.runtime.replace('runtime.js', `${name}.js`),
        'utf8',
      );
    }
    this.trace.length = 0;
    const reply = await this.#ask({
      kind: 'load',
      program,
      world: { ...EMPTY_WORLD, ...world },
      chunks,
    });
    return (reply as Reply<'loaded'>).fault;
  }

  /** Calls a function of `app.ts`. */
  async call(name: string, ...args: Plain[]): Promise<CallOutcome> {
    const reply = await this.ask(name, args).reply;
    if (reply.kind === 'result') return reply.outcome;
    throw new Error(reply.kind === 'refused' ? reply.fault.message : reply.kind);
  }

  /** @returns what the function returned. @throws whatever else came of it */
  async value(name: string, ...args: Plain[]): Promise<Plain> {
    const outcome = await this.call(name, ...args);
    if (outcome.kind === 'returned') return outcome.value;
    throw new Error(JSON.stringify(outcome));
  }

  /** Calls without waiting. */
  ask(
    name: string,
    args: readonly Plain[] = [],
    { module = 'app.ts', patience = 5000 } = {},
  ): { readonly call: number; readonly reply: Promise<SandboxReply> } {
    const reply = this.#ask({ kind: 'call', module, name, args, patience });
    return { call: this.#lastId, reply };
  }

  async settle(): Promise<Reply<'settled'>> {
    return (await this.#ask({ kind: 'settle' })) as Reply<'settled'>;
  }

  release(gate: Gate): void {
    this.#request(JSON.stringify({ kind: 'release', gate: gate.gate }));
  }

  /** Sends bytes to the realm on a connection, or its end. */
  send(connection: number, bytes: Uint8Array | null): void {
    const own = bytes === null ? null : this.#bytes(bytes.length);
    own?.set(bytes ?? []);
    this.#data(connection, own);
  }

  /** Reports an error of the realm's own as one that nobody handled: thrown, or of a promise. */
  reject(message: string, promise: object | null = null): void {
    this.#unhandled(this.#error(message), promise);
  }

  /** Says that a promise which was reported is handled after all. */
  handle(promise: object): void {
    this.#handled(promise);
  }

  /** What the learner was shown. */
  get lines(): string[] {
    return this.trace.flatMap((event) => (event.kind === 'console' ? [event.text] : []));
  }

  #ask(request: Readonly<Record<string, unknown>>): Promise<SandboxReply> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#request(JSON.stringify({ ...request, id }));
    });
  }

  #bridge(): Bridge {
    let lastTimer = 0;
    return {
      post: (text) => this.#take(ReplySchema.parse(JSON.parse(text))),
      onRequest: (listener) => {
        this.#request = listener;
      },
      connect: (connection, host, port) => {
        const socket: TestSocket = { connection, host, port, posted: [], listen: null };
        this.sockets.push(socket);
        this.onSocket(socket);
      },
      send: (connection, bytes) => this.#post(connection, bytes && Uint8Array.from(bytes)),
      mark: (connection, mark, call) => this.#post(connection, { mark, call }),
      onData: (listener) => {
        this.#data = listener;
      },
      setTimer: (callback, milliseconds) => {
        lastTimer += 1;
        const id = lastTimer;
        const timer = setTimeout(() => {
          this.#timers.delete(id);
          callback();
        }, milliseconds);
        this.#timers.set(id, timer);
        return id;
      },
      clearTimer: (id) => {
        clearTimeout(this.#timers.get(id));
        this.#timers.delete(id);
      },
      nextTask: (callback) => void setImmediate(callback),
      now: () => performance.timeOrigin + performance.now(),
      fillRandom: (bytes) => void crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>),
      onUnhandled: (listener) => {
        this.#unhandled = listener;
      },
      onHandled: (listener) => {
        this.#handled = listener;
      },
    };
  }

  #post(connection: number, message: Uint8Array | Mark | null): void {
    const socket = this.sockets.find((each) => each.connection === connection);
    socket?.posted.push(message);
    socket?.listen?.(message);
  }

  #take(reply: SandboxReply): void {
    this.replies.push(reply);
    if (reply.kind === 'trace') this.trace.push(...reply.events);
    if (reply.kind === 'exited') this.exited = reply.code;
    if ('id' in reply) {
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    }
  }
}
