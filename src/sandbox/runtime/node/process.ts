import { host } from '../host.ts';
import { nextTick } from '../core/timers.ts';
import { EventEmitter } from './events.ts';
import { WORKING_DIRECTORY } from './file-path.ts';

type Write = (level: 'log' | 'error', text: string) => void;
type Exit = (code: number) => void;

let write: Write = () => undefined;
let exit: Exit = () => undefined;

/** What of the program's process reaches the outside. Set once, before the learner's code runs. */
export function onProcess(handlers: { readonly write: Write; readonly exit: Exit }): void {
  write = handlers.write;
  exit = handlers.exit;
}

/** Thrown by `process.exit`, so that nothing after it runs. */
export class ProgramExit extends Error {
  override readonly name = 'ProgramExit';
}

const started = host.now();

function hrtime(before?: readonly [number, number]): [number, number] {
  const nanoseconds = Math.floor((host.now() - started) * 1e6);
  const now: [number, number] = [Math.floor(nanoseconds / 1e9), nanoseconds % 1e9];
  if (before === undefined) return now;
  const seconds = now[0] - before[0];
  const rest = now[1] - before[1];
  return rest < 0 ? [seconds - 1, rest + 1e9] : [seconds, rest];
}
hrtime.bigint = (): bigint => BigInt(Math.floor((host.now() - started) * 1e6));

function stream(level: 'log' | 'error'): object {
  return {
    isTTY: false,
    write: (text: unknown): boolean => {
      write(level, String(text).replace(/\n$/, ''));
      return true;
    },
  };
}

/** Values of `process.env` become text, as in Node. */
function environment(variables: Readonly<Record<string, string>>): Record<string, string> {
  return new Proxy<Record<string, string>>(Object.assign({}, variables), {
    set: (target, key, value: unknown) => Reflect.set(target, key, String(value)),
  });
}

function leave(code: unknown = processModule.exitCode ?? 0): never {
  exit(Number(code) || 0);
  throw new ProgramExit(`process.exit(${String(code)})`);
}

const emitter = new EventEmitter();

interface ProcessModule extends Readonly<Record<string, unknown>> {
  env: Record<string, string>;
  exitCode: number | undefined;
}

/**
 * The global `process`, of a program on Linux. `exit` ends the program and its realm. `nextTick` is
 * a microtask like others, where Node runs its queue before or after theirs. Memory, signals and
 * streams are not emulated; its events are never emitted.
 */
export const processModule: ProcessModule = {
  env: environment({}),
  argv: ['/usr/bin/node', `${WORKING_DIRECTORY}/index.js`],
  argv0: 'node',
  execArgv: [],
  execPath: '/usr/bin/node',
  title: 'node',
  platform: 'linux',
  arch: 'x64',
  version: 'v20.20.2',
  versions: { node: '20.20.2' },
  release: { name: 'node' },
  pid: 2,
  ppid: 1,
  browser: false,
  exitCode: undefined,
  stdout: stream('log'),
  stderr: stream('error'),
  cwd: (): string => WORKING_DIRECTORY,
  chdir: (): never => {
    throw new Error(`This sandbox's process stays in ${WORKING_DIRECTORY}.`);
  },
  umask: (): number => 0o022,
  getuid: (): number => 1000,
  getgid: (): number => 1000,
  geteuid: (): number => 1000,
  getegid: (): number => 1000,
  uptime: (): number => (host.now() - started) / 1000,
  memoryUsage: (): object => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
  hrtime,
  nextTick,
  emitWarning: (warning: unknown): void => write('error', `Warning: ${String(warning)}`),
  exit: leave,
  abort: (): never => leave(134),
  on: emitter.on.bind(emitter),
  once: emitter.once.bind(emitter),
  off: emitter.off.bind(emitter),
  addListener: emitter.on.bind(emitter),
  removeListener: emitter.removeListener.bind(emitter),
  removeAllListeners: emitter.removeAllListeners.bind(emitter),
  emit: emitter.emit.bind(emitter),
  listenerCount: emitter.listenerCount.bind(emitter),
};

/** A new load finds the environment of its lesson. */
export function resetProcess(variables: Readonly<Record<string, string>>): void {
  processModule.env = environment(variables);
  processModule.exitCode = undefined;
  emitter.removeAllListeners();
}
