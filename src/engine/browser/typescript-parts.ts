import { LeakproofError } from '../../contract/index.ts';
import { Compiler, type CompileWorker } from '../../sandbox/index.ts';
import { FrameHost, type FrameCode } from '../../sandbox/frame/index.ts';
import type { EngineParts } from '../index.ts';
import { downloadRealmCode } from './realm-code.ts';

/**
 * What the engine needs in a lesson with TypeScript: a compiler in a worker, and a frame in the
 * page for realms. Nothing is fetched before something is to be compiled, which the engine asks
 * for when the database's own files are there.
 */
export function typeScriptParts(): Required<Pick<EngineParts, 'compile' | 'host' | 'dispose'>> {
  const compiler = new Compiler(spawnCompileWorker);
  let code: Promise<FrameCode> | undefined;
  const load = async (): Promise<FrameCode> => {
    code ??= downloadRealmCode();
    try {
      return await code;
    } catch (error) {
      // The next run tries again.
      code = undefined;
      throw error;
    }
  };
  const host = new FrameHost(load);
  return {
    async compile(files, signal) {
      // A run that compiles needs a realm next, and a failed download is best told as that.
      const loading = load().then(() => host.open());
      const compiling = compiler.compile(files, signal);
      const [program] = await Promise.all([compiling, unlessAborted(loading, signal)]);
      return program;
    },
    host: () => host.connect(),
    dispose() {
      compiler.dispose();
      host.dispose();
    },
  };
}

/** The same promise, but nobody waits for it once the run is over. */
async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      reject(new LeakproofError({ code: 'cancelled', message: 'The run was ended.' }));
    };
  });
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function spawnCompileWorker(): CompileWorker {
  const worker = new Worker(
    // Written out here: Vite reads it.
    new URL('../../sandbox/compile/compile-worker.ts', import.meta.url),
    { type: 'module' },
  );
  return {
    post: (request) => {
      worker.postMessage(request);
    },
    onMessage: (listener) => {
      worker.addEventListener('message', (event: MessageEvent<unknown>) => {
        listener(event.data);
      });
    },
    onCrash: (listener) => {
      worker.addEventListener('error', (event) => {
        listener(event.message || 'its script did not load');
      });
      worker.addEventListener('messageerror', () => {
        listener('a message could not be read');
      });
    },
    terminate: () => {
      worker.terminate();
    },
  };
}
