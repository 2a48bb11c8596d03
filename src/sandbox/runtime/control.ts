import type { SandboxRequest } from '../../contract/index.ts';
import { host } from './host.ts';
import { noteEntry, whenQuiet } from './core/activity.ts';
import { dropBackgroundTimers } from './core/background.ts';
import { bare, parseJson } from './core/captured.ts';
import { currentCall, enterCall } from './core/context.ts';
import { releaseGate, resetGates, waitingGates } from './core/gates.ts';
import type { GlobalState } from './core/lockdown.ts';
import { noteHandled, noteRejection, resetRejections } from './core/rejections.ts';
import { dropTimers, pendingTimers } from './core/timers.ts';
import { resetTrace, say } from './core/trace.ts';
import { onUncaught, reportUncaught } from './core/uncaught.ts';
import { bounded, print, resetConsole } from './node/console.ts';
import { resetFiles } from './node/file-system.ts';
import { shown } from './node/inspect.ts';
import { onProcess, ProgramExit, resetProcess } from './node/process.ts';
import { resetRandom } from './node/random.ts';
import { countMessages, Socket } from './pg/socket.ts';
import { callFunction, dropCalls, whenAnswered } from './program/calls.ts';
import { addChunks } from './program/chunk.ts';
import { loadProgram, type LoadedProgram } from './program/load.ts';
import { resetRedis } from './stores/redis.ts';

let program: LoadedProgram | null = null;
let exited = false;

/** Takes what the checks ask, until the program exits, and says that the runtime stands. */
export function serve(globals: GlobalState): void {
  onUncaught((reason, call) => {
    if (reason instanceof ProgramExit) return;
    print('error', wordsOf(reason), call);
  });
  onProcess({
    write: (level, text) => print(level, text, currentCall()),
    exit: (code) => {
      if (exited) return;
      exited = true;
      say({ kind: 'exited', code });
    },
  });
  host.onUnhandled((reason, promise) => {
    noteEntry();
    if (promise === null) reportUncaught(reason, null);
    else if (!(reason instanceof ProgramExit)) noteRejection(bounded(wordsOf(reason)), promise);
  });
  host.onHandled(noteHandled);
  host.onData((connection, bytes) => Socket.receive(connection, bytes));
  host.onRequest((text) => {
    if (exited) return;
    noteEntry();
    answer(parseJson(text) as SandboxRequest, globals);
  });
  say({ kind: 'ready' });
}

const wordsOf = (reason: unknown): string => `Uncaught ${shown([reason])}`;

function answer(request: SandboxRequest, globals: GlobalState): void {
  switch (request.kind) {
    case 'load':
      load(request, globals);
      return;
    case 'call':
      callFunction(program, request);
      return;
    case 'settle':
      if (request.after === undefined) settle(request.id);
      else whenAnswered(request.after, () => settle(request.id));
      return;
    case 'release':
      releaseGate(request.gate);
      return;
    default: {
      const unreachable = (never: never): never => never;
      unreachable(request);
    }
  }
}

function settle(id: number): void {
  whenQuiet(() => {
    const gates = waitingGates();
    say({ kind: 'settled', id, gates, timers: pendingTimers(), ...countMessages() });
  });
}

/** Ends whatever the program before left, and evaluates the modules of this one. */
function load(request: Extract<SandboxRequest, { kind: 'load' }>, globals: GlobalState): void {
  const { id, world } = request;
  dropCalls();
  dropTimers();
  dropBackgroundTimers();
  resetRejections();
  resetGates(world.gated);
  resetRandom(world.random ?? null);
  Socket.dropAll();
  resetProcess(world.env);
  resetConsole();
  resetTrace(id);
  globals.restore();
  if (world.stores !== 'kept') {
    resetRedis();
    resetFiles(world.files);
  }
  addChunks(request.chunks ?? {});
  program = null;
  enterCall(null, () => {
    const loaded = loadProgram(request.program);
    if ('exports' in loaded) program = loaded;
    // A program that exited while it loaded has said so.
    if (!exited) say({ kind: 'loaded', id, fault: 'exports' in loaded ? null : bare(loaded) });
  });
}
