import {
  isModulePath,
  LeakproofError,
  type Fault,
  type FileTexts,
  type Program,
} from '../../contract/index.ts';
import { CompileReply, type CompileWorker } from './messages.ts';

/** Milliseconds that a compiler is given. */
export interface CompileDeadlines {
  /** To be there: it is four megabytes, over a network. */
  readonly start: number;
  /** For a text: some megabytes of what people write. */
  readonly compile: number;
}

const DEADLINES: CompileDeadlines = { start: 60_000, compile: 10_000 };
/** Programs kept: the starter, and what was run last. */
const CACHED = 8;

/** A text that is being compiled, and how many wait for it. */
interface Job {
  readonly key: string;
  readonly done: Promise<Program | Fault>;
  waiting: number;
}

/**
 * Compiles programs in a worker, one after the other, so that whoever asks is free to go on. The
 * worker starts at the first; one that crashed or took too long is replaced at the next. A text
 * that was compiled before is answered at once.
 */
export class Compiler {
  readonly #spawn: () => CompileWorker;
  readonly #deadlines: CompileDeadlines;
  readonly #cache = new Map<string, Program | Fault>();
  #worker: CompileWorker | undefined;
  #isReady = false;
  #job: Job | undefined;
  #lastId = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends the job under way. */
  #settle: (result: Program | Fault, answer?: 'answer') => void = () => undefined;
  #disposed = false;

  constructor(spawn: () => CompileWorker, deadlines = DEADLINES) {
    this.#spawn = spawn;
    this.#deadlines = deadlines;
  }

  /** Starts the worker, which loads the compiler, while nobody waits for it. */
  prepare(): void {
    if (!this.#disposed) this.#start();
  }

  /**
   * @param signal ends the waiting; the worker is stopped when another text is asked for
   * @returns the program, or why there is none: also when the deadline passed or the worker crashed
   * @throws LeakproofError `cancelled`
   */
  async compile(files: FileTexts, signal?: AbortSignal): Promise<Program | Fault> {
    const modules = Object.entries(files).filter(([path]) => isModulePath(path));
    const key = JSON.stringify(modules);
    for (;;) {
      if (this.#disposed || signal?.aborted) throw new LeakproofError(CANCELLED);
      const known = this.#cache.get(key);
      if (known) return known;
      const job = this.#job ?? this.#begin(key, Object.fromEntries(modules));
      if (job.key === key) return await wait(job, signal);
      if (job.waiting === 0) this.#stop(CANCELLED);
      await job.done;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop(CANCELLED);
  }

  #begin(key: string, files: FileTexts): Job {
    const id = ++this.#lastId;
    const done = new Promise<Program | Fault>((resolve) => {
      this.#settle = (result, answer) => {
        clearTimeout(this.#timer);
        this.#settle = () => undefined;
        this.#job = undefined;
        // What befell the worker is no property of the text.
        if (answer) this.#remember(key, result);
        resolve(result);
      };
    });
    const job: Job = { key, done, waiting: 0 };
    this.#job = job;
    try {
      this.#start().post({ id, files });
      this.#wait();
    } catch (error) {
      this.#stop(failed(error instanceof Error ? error.message : String(error)));
    }
    return job;
  }

  #wait(): void {
    const { start, compile } = this.#deadlines;
    clearTimeout(this.#timer);
    const [deadline, why] = this.#isReady ? [compile, tooLong(compile)] : [start, notThere(start)];
    this.#timer = setTimeout(() => this.#stop(why), deadline);
  }

  #start(): CompileWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#spawn();
    this.#worker = worker;
    worker.onMessage((message) => {
      if (this.#worker !== worker) return;
      const reply = CompileReply.safeParse(message);
      if (!reply.success) {
        this.#stop(failed('it sent a message nobody understands'));
      } else if (reply.data.kind === 'ready') {
        this.#isReady = true;
        if (this.#job) this.#wait();
      } else if (reply.data.id === this.#lastId) {
        this.#settle(reply.data.result, 'answer');
      }
    });
    worker.onCrash((reason) => {
      if (this.#worker === worker) this.#stop(failed(reason));
    });
    return worker;
  }

  #stop(why: Fault): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#isReady = false;
    this.#settle(why);
  }

  #remember(key: string, result: Program | Fault): void {
    this.#cache.set(key, result);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size > CACHED) this.#cache.delete(oldest);
    }
  }
}

async function wait(job: Job, signal: AbortSignal | undefined): Promise<Program | Fault> {
  job.waiting++;
  let abort: () => void = () => undefined;
  const aborted = new Promise<Fault>((resolve) => {
    abort = () => resolve(CANCELLED);
    signal?.addEventListener('abort', abort);
  });
  try {
    const result = await Promise.race([job.done, aborted]);
    if (result === CANCELLED) throw new LeakproofError(CANCELLED);
    return result;
  } finally {
    job.waiting--;
    signal?.removeEventListener('abort', abort);
  }
}

const CANCELLED: Fault = {
  code: 'cancelled',
  message: 'A newer run took the place of this one.',
};

const failed = (reason: string): Fault => ({
  code: 'worker-crashed',
  message: `The TypeScript compiler could not do its work (${reason}).`,
});

const notThere = (deadline: number): Fault =>
  failed(`it was not loaded within ${deadline / 1000} seconds`);

const tooLong = (deadline: number): Fault => ({
  code: 'compile-error',
  message: `Your TypeScript could not be compiled within ${deadline / 1000} seconds, so the compiler was stopped.`,
});
