import { toFault, type HostLine, type HostReply, type HostRequest } from '../../contract/index.ts';
import { Frame, type FrameCode } from './frame.ts';
import { NOT_OPENED, TOO_MANY } from './reasons.ts';
import type { Patience } from './pulse.ts';

/** Realms at a time, over all database workers. Each is a thread and some 20 MB. */
export const MAX_REALMS = 8;

/** A realm that was asked for and not ended; it is in a frame as soon as one stands. */
interface Realm {
  readonly line: Line;
  /** Its number on that line. */
  readonly number: number;
  frame: Frame | null;
}

interface Line {
  readonly port: MessagePort;
  /** The page's number of a realm by the worker's. */
  readonly realms: Map<number, number>;
}

/**
 * Starts realms for the database workers of a page, in one frame that they share. A frame that was
 * lost is replaced when the next realm is asked for. The page only hands ports on: what is said on
 * them goes straight from one worker to the other.
 */
export class FrameHost {
  readonly #load: () => Promise<FrameCode>;
  readonly #patience: Patience | undefined;
  readonly #realms = new Map<number, Realm>();
  readonly #lines = new Set<Line>();
  #frame: Promise<Frame> | undefined;
  #lastRealm = 0;
  #disposed = false;

  /** @param load gives what a frame is made of; called again after it has failed */
  constructor(load: () => Promise<FrameCode>, patience?: Patience) {
    this.#load = load;
    this.#patience = patience;
  }

  /** Makes the frame ahead of the first realm. What goes wrong is told to whoever asks for one. */
  open(): void {
    this.#open().catch(() => undefined);
  }

  /** A line for one more database worker. */
  connect(): HostLine & { readonly port: MessagePort } {
    const { port1, port2 } = new MessageChannel();
    const line: Line = { port: port1, realms: new Map() };
    this.#lines.add(line);
    port1.onmessage = ({ data, ports: [control] }: MessageEvent<HostRequest>) => {
      if (data.kind === 'kill') this.#kill(line, data.realm);
      else if (control) this.#spawn(line, data.realm, control);
    };
    return {
      port: port2,
      close: () => {
        for (const number of [...line.realms.keys()]) this.#kill(line, number);
        this.#lines.delete(line);
        port1.close();
      },
    };
  }

  /** Removes the frame and all that runs in it. */
  dispose(): void {
    this.#disposed = true;
    for (const line of this.#lines) line.port.close();
    this.#lines.clear();
    this.#realms.clear();
    void this.#frame?.then(
      (frame) => frame.dispose(),
      () => undefined,
    );
  }

  #spawn(line: Line, number: number, control: MessagePort): void {
    const id = ++this.#lastRealm;
    if (this.#realms.size >= MAX_REALMS) {
      say(line, number, TOO_MANY);
      return;
    }
    const realm: Realm = { line, number, frame: null };
    this.#realms.set(id, realm);
    line.realms.set(number, id);
    this.#place(id, realm, control).catch((error: unknown) => {
      this.#end(id, toFault(error).message);
    });
  }

  /** A frame may be lost unnoticed while nothing runs in it, so it is asked first. */
  async #place(id: number, realm: Realm, control: MessagePort): Promise<void> {
    let frame = await this.#open();
    // One that never stood would not stand at the second try.
    if (!(await frame.answers()) && frame.opened) frame = await this.#open();
    if (!(await frame.answers())) throw new Error(NOT_OPENED);
    // Ended while it waited.
    if (this.#realms.get(id) !== realm) return;
    realm.frame = frame;
    frame.spawn(id, control);
    frame.watch(true);
  }

  #kill(line: Line, number: number): void {
    const id = line.realms.get(number);
    const realm = id === undefined ? undefined : this.#forget(id);
    if (id !== undefined) realm?.frame?.kill(id);
  }

  #end(id: number, reason: string): void {
    const realm = this.#forget(id);
    if (realm) say(realm.line, realm.number, reason);
  }

  #forget(id: number): Realm | undefined {
    const realm = this.#realms.get(id);
    this.#realms.delete(id);
    if (!realm) return undefined;
    realm.line.realms.delete(realm.number);
    const { frame } = realm;
    frame?.watch([...this.#realms.values()].some((other) => other.frame === frame));
    return realm;
  }

  async #open(): Promise<Frame> {
    this.#frame ??= this.#make();
    try {
      return await this.#frame;
    } catch (error) {
      this.#frame = undefined;
      throw error;
    }
  }

  async #make(): Promise<Frame> {
    const code = await this.#load();
    if (this.#disposed) throw new Error(NOT_OPENED);
    const onEnded = (id: number, reason: string): void => {
      this.#end(id, reason);
    };
    const onLost = (reason: string): void => {
      this.#frame = undefined;
      for (const [id, realm] of this.#realms) if (realm.frame === frame) this.#end(id, reason);
    };
    const frame: Frame = new Frame(code, { onEnded, onLost }, this.#patience);
    return frame;
  }
}

function say({ port }: Line, realm: number, reason: string): void {
  port.postMessage({ kind: 'ended', realm, reason } satisfies HostReply);
}
