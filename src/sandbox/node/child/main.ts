import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { createContext, Script } from 'node:vm';
import {
  FrameKind,
  FrameReader,
  HEADER_BYTES,
  toFrame,
  writeHeader,
  type Frame,
} from '../frames.ts';
import { MAKE_CACHE } from '../child-flags.ts';
import { inside, type Inside, type Outside } from './inside.ts';
import { lockDown } from './lock-down.ts';

// The process of a submission. Started with the paths of the runtime's bundle and of V8's code cache
// of it, with the flags of child-flags.ts; speaks frames on its standard input and output.

const [, , bundle = '', cache = ''] = process.argv;
const runtime = readFileSync(bundle, 'utf8');
const makesCache = cache === MAKE_CACHE;
/** V8 looks whether it is of this text, this version and these flags, and compiles where it is not. */
const cachedData = cache === '' || makesCache ? undefined : readFileSync(cache);
const input = process.stdin;
const exit = (code: number): never => process.exit(code);

/** The primordial ways to look into an array of the context: none asks the context. */
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const { get: lengthOf } = Object.getOwnPropertyDescriptor(TypedArray, 'length') as {
  readonly get: () => number;
};
// Read, not taken from its descriptor: --frozen-intrinsics makes a getter of it.
const { set: setBytes } = TypedArray as { readonly set: () => void };
const copy = (from: Uint8Array, to: Uint8Array, at: number): void => {
  Reflect.apply(setBytes, to, [from, at]);
};
const sizeOf = (bytes: Uint8Array): number => Reflect.apply(lengthOf, bytes, []);

/** What comes from the context is what it says, or nothing is done with it. */
function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('No text.');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('No number.');
  return value;
}

const never = new Int32Array(new SharedArrayBuffer(4));

/** Frames that go out with the next that cannot wait, or at the end of this turn. */
let held: Uint8Array[] = [];
let heldBytes = 0;
/** More than this is not held. */
const MOST_HELD = 64 * 1024;

/**
 * A connection's bytes and marks mostly come several in one turn, and a system call for each is
 * what takes the time. Nobody looks at them before the turn is over.
 */
function hold(frame: Uint8Array): void {
  if (held.length === 0) setImmediate(flush);
  held.push(frame);
  heldBytes += frame.length;
  if (heldBytes > MOST_HELD) flush();
}

function flush(): void {
  const [first] = held;
  if (first === undefined) return;
  const all = held.length === 1 ? first : Buffer.concat(held);
  held = [];
  heldBytes = 0;
  writeAll(all);
}

/** At once, also where the program never ends its turn; in order with what was held. */
function write(frame: Uint8Array): void {
  held.push(frame);
  flush();
}

/** Blocks while the parent does not read, which bounds what waits to be read. */
function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      // Newer versions of Node leave the pipe in non-blocking mode: a millisecond, and again.
      Atomics.wait(never, 0, 0, 1);
    }
  }
}

const holdJson = (kind: number, connection: number, value: object): void => {
  hold(toFrame(kind, connection, JSON.stringify(value)));
};

const timers = new Map<number, NodeJS.Timeout>();
const outside: Outside = {
  post(reply, more) {
    const frame = toFrame(FrameKind.control, 0, text(reply));
    if (more) hold(frame);
    else write(frame);
  },
  connect: (connection, host, port) =>
    holdJson(FrameKind.connect, connection, { host: text(host), port: number(port) }),
  send(connection, bytes) {
    const frame = Buffer.allocUnsafe(HEADER_BYTES + sizeOf(bytes));
    writeHeader(frame, FrameKind.bytes, connection);
    copy(bytes, frame, HEADER_BYTES);
    hold(frame);
  },
  end: (connection) => hold(toFrame(FrameKind.end, connection, '')),
  mark: (connection, mark, call) =>
    holdJson(FrameKind.mark, connection, {
      mark: text(mark),
      call: call === null ? null : number(call),
    }),
  setTimer(id, milliseconds) {
    const fire = (): void => {
      timers.delete(id);
      context.fire(id);
    };
    timers.set(number(id), setTimeout(fire, number(milliseconds)));
  },
  clearTimer(id) {
    clearTimeout(timers.get(id));
    timers.delete(id);
  },
  nextTask(id) {
    setImmediate(() => context.fire(number(id)));
  },
  now: () => performance.timeOrigin + performance.now(),
  fillRandom(bytes) {
    copy(randomFillSync(Buffer.allocUnsafe(sizeOf(bytes))), bytes, 0);
  },
};

/** A refusal of the context's own: Node's would be an error of this realm. */
function importModuleDynamically(): never {
  throw context.refusal();
}

function openContext(): Inside {
  const global = createContext(Object.create(null) as object, {
    codeGeneration: { strings: true, wasm: false },
    importModuleDynamically,
  });
  const compile = (code: string, filename: string, known?: Buffer): Script =>
    new Script(code, { filename, importModuleDynamically, ...(known && { cachedData: known }) });
  const make = compile(`(${inside.toString()})`, 'inside.js').runInContext(global) as typeof inside;
  const made = make(outside);
  const script = compile(runtime, 'runtime.js', cachedData);
  script.runInContext(global);
  // With the functions that a start uses: it is asked for when all of it has run.
  if (makesCache)
    setImmediate(() => {
      write(toFrame(FrameKind.cache, 0, script.createCachedData()));
    });
  return made;
}

/** Values of this realm stay in it: what goes wrong here is no concern of the program's. */
const isOurs = (reason: unknown): boolean => {
  try {
    return reason instanceof Object;
  } catch {
    return false;
  }
};

const report = (reason: unknown, promise: object | null): void => {
  if (!standing) {
    write(toFrame(FrameKind.broken, 0, reason instanceof Error ? reason.message : String(reason)));
    exit(1);
  }
  if (isOurs(reason)) context.unhandled('The sandbox could not do this.', null);
  else context.unhandled(reason, promise);
};

// A promise of this realm is not for the program either.
process.on('unhandledRejection', (reason, promise) => {
  report(reason, isOurs(promise) ? null : promise);
});
process.on('rejectionHandled', (promise) => {
  if (!isOurs(promise)) context.handled(promise);
});
process.on('uncaughtException', (error) => {
  report(error, null);
});

const reader = new FrameReader();
input.on('end', () => exit(0));
input.on('error', () => exit(0));
input.on('data', (chunk: Buffer) => {
  // Each in a task of its own, as in a browser: what one sets off has run before the next is looked at.
  for (const frame of reader.read(chunk)) setImmediate(take, frame);
});

function take({ kind, connection, payload }: Frame): void {
  if (kind === FrameKind.control) context.request(payload.toString());
  else if (kind === FrameKind.end) context.data(connection, null);
  else {
    const bytes = context.bytes(payload.length);
    copy(payload, bytes, 0);
    context.data(connection, bytes);
  }
}

let standing = false;
lockDown();
const context = openContext();
context.start();
standing = true;
