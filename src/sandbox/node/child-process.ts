import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import * as z from 'zod/mini';
import { channelOf, WireMark, type Channel, type MessagePortLike } from '../../contract/index.ts';
import { childArguments, childCommand, CHILD_LIMITS } from './child-flags.ts';
import { FrameKind, FrameReader, toFrame, type Frame } from './frames.ts';
import { openPortsFor } from './ports.ts';
import type { ProcessNote } from './process-line.ts';
import { watch } from './reaper.ts';

/** Where the child's script and the runtime's bundle lie, and V8's code cache of it where there is one. */
export interface ChildFiles {
  readonly entry: string;
  readonly bundle: string;
  readonly cache?: string;
}

/** A child may say this much between two things that are asked of it. */
export const CHILD_FLOOD = { frames: 500_000, bytes: 256 * 1024 * 1024 } as const;

const Connect = z.object({ host: z.string(), port: z.number() });

/**
 * One realm in a process of its own. It is pumped between its pipes and MessagePorts, in order;
 * nothing that it sends is trusted further than that it is handed on.
 */
export class RealmProcess {
  readonly #process: ChildProcess;
  readonly #reader = new FrameReader();
  readonly #connections = new Map<number, Channel>();
  #onEnd: (reason: string) => void = () => undefined;
  #control: { readonly port: MessagePortLike; readonly channel: Channel } | undefined;
  /** What it said before anybody listened: that it is ready. */
  #early: Frame[] = [];
  #frames = 0;
  #bytes = 0;
  #ended = false;
  #reason: string | undefined;

  /** @param tell told when it runs and when it has exited */
  constructor(files: ChildFiles, tell: (note: ProcessNote) => void = () => undefined) {
    const [command, args] = childCommand(childArguments(files.entry, files.bundle, files.cache));
    this.#process = spawn(command, args, {
      cwd: path.dirname(files.entry),
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const { stdin, stdout } = this.#process;
    const { pid } = this.#process;
    if (pid !== undefined) {
      const unwatch = watch(() => this.#process.kill('SIGKILL'));
      tell({ pid, runs: true });
      this.#process.once('exit', () => {
        unwatch();
        tell({ pid, runs: false });
      });
    }
    this.#process.on('error', (error) => this.#end(`its process did not start (${error.message})`));
    this.#process.on('exit', (code, signal) => this.#end(reasonOf(code, signal)));
    // A child that ends while something is written to it says so by its exit.
    stdin?.on('error', () => undefined);
    stdout?.on('error', () => undefined);
    stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    // Whoever waits for it has a deadline; a spare one keeps nobody.
    for (const handle of [this.#process, stdin, stdout]) unref(handle);
  }

  /**
   * Connects it to whoever asked for it.
   * @param onEnd once, unless it is killed, with why as half a sentence: "it used up its memory"
   */
  attach(port: MessagePortLike, onEnd: (reason: string) => void): void {
    if (this.#reason !== undefined) {
      onEnd(this.#reason);
      return;
    }
    this.#onEnd = onEnd;
    const channel = channelOf(port);
    this.#control = { port, channel };
    for (const frame of this.#early.splice(0)) this.#receive(frame);
    channel.onMessage((request) => {
      this.#frames = 0;
      this.#bytes = 0;
      this.#write(FrameKind.control, 0, JSON.stringify(request));
    });
  }

  kill(): void {
    this.#ended = true;
    this.#release();
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reason = reason;
    this.#release();
    this.#onEnd(reason);
  }

  #release(): void {
    this.#process.kill('SIGKILL');
    this.#process.stdout?.destroy();
    this.#process.stdin?.destroy();
    this.#control?.channel.close();
    for (const connection of this.#connections.values()) {
      connection.post(null);
      connection.close();
    }
    this.#connections.clear();
  }

  #isOver(): boolean {
    return this.#ended;
  }

  #write(kind: number, connection: number, payload: string | Uint8Array): void {
    const { stdin } = this.#process;
    if (this.#ended || !stdin) return;
    // What is written in one turn goes in one system call.
    if (stdin.writableCorked === 0) {
      stdin.cork();
      setImmediate(() => {
        stdin.uncork();
      });
    }
    stdin.write(toFrame(kind, connection, payload));
  }

  #read(chunk: Buffer): void {
    if (this.#ended) return;
    this.#bytes += chunk.length;
    try {
      for (const frame of this.#reader.read(chunk)) {
        this.#frames++;
        if (this.#frames > CHILD_FLOOD.frames || this.#bytes > CHILD_FLOOD.bytes) {
          this.#end('it sent more than can be followed');
        }
        if (this.#isOver()) return;
        if (frame.kind === FrameKind.broken) {
          this.#end(`its runtime did not start (${frame.payload.toString()})`);
        } else if (this.#control) this.#receive(frame);
        else this.#early.push(frame);
      }
    } catch {
      // No JSON, no such connection, nested too deeply to be cloned: no runtime sends that.
      this.#end('it sent a message that no program sends');
    }
  }

  #receive({ kind, connection, payload }: Frame): void {
    switch (kind) {
      case FrameKind.control:
        this.#control?.channel.post(JSON.parse(payload.toString()));
        break;
      case FrameKind.connect:
        this.#connect(connection, Connect.parse(JSON.parse(payload.toString())));
        break;
      case FrameKind.bytes:
        this.#connections.get(connection)?.post(new Uint8Array(payload.buffer));
        break;
      case FrameKind.end:
        this.#connections.get(connection)?.post(null);
        break;
      case FrameKind.mark:
        this.#connections.get(connection)?.post(WireMark.parse(JSON.parse(payload.toString())));
        break;
      default:
        throw new Error('No such kind of frame.');
    }
  }

  #connect(connection: number, { host, port }: z.infer<typeof Connect>): void {
    if (this.#connections.has(connection)) throw new Error('It is open already.');
    if (!this.#control) return;
    const { near, far, onClose } = openPortsFor(this.#control.port);
    this.#connections.set(connection, near);
    let ended = false;
    const end = (): void => {
      if (!ended) this.#write(FrameKind.end, connection, '');
      ended = true;
    };
    near.onMessage((message) => {
      if (message instanceof Uint8Array) this.#write(FrameKind.bytes, connection, message);
      else if (message === null) end();
    });
    onClose(() => {
      if (this.#connections.delete(connection)) end();
    });
    this.#control.channel.post({ kind: 'connect', connection, host, port }, [far]);
  }
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null): string {
  // V8 aborts where it finds no more memory.
  if (signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGILL' || code === 134) {
    return `it used more memory than a program may have (${CHILD_LIMITS.heap} MB of objects, ${CHILD_LIMITS.memory} MB in all)`;
  }
  if (signal === 'SIGXCPU') return 'it used up its processor time';
  if (signal) return `its process was ended by ${signal}`;
  return `its process ended with code ${String(code)}`;
}

/** The types know it of some handles only; all that a child has can do it. */
function unref(handle: object | null): void {
  if (handle && 'unref' in handle) (handle as { unref(): void }).unref();
}
