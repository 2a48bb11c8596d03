import { WireMark, type Channel } from '../../contract/index.ts';
import { FrameReader } from './frame-reader.ts';
import { readStep } from './frontend-step.ts';
import { fatal, NO_ENCRYPTION } from './replies.ts';
import { CycleBuilder, type ClientMessage, type Departure, type Request } from './request.ts';
import { readStartup, type Startup } from './startup.ts';
import { Violation } from './violation.ts';

/** Asked before a reply is posted: see PoolerOptions.gate. */
export type Gate = (sql: string) => Promise<void>;

/** Who hears of what a client says. */
export interface WireListener {
  /** @returns what to answer. @throws Violation to refuse it */
  login(startup: Startup & { kind: 'login' }): readonly Uint8Array[];
  cancel(process: number, secret: number): void;
  request(request: Request): void;
  /** It went before it had logged in. */
  gone(departure: Departure): void;
}

/** One client's end of the protocol: its bytes become requests, and replies become posts. */
export class WireClient {
  readonly #channel: Channel;
  readonly #listener: WireListener;
  readonly #gate: Gate | null;
  readonly #frames = new FrameReader();
  readonly #cycles = new CycleBuilder();
  #phase: 'startup' | 'ready' | 'ended' = 'startup';
  #encryptionAsked = 0;
  #received = 0;
  #sent = 0;
  #hungUp = false;
  /** Set while replies wait for their gate: they leave in their order. */
  #held: Promise<void> | null = null;

  constructor(channel: Channel, listener: WireListener, gate: Gate | null) {
    this.#channel = channel;
    this.#listener = listener;
    this.#gate = gate;
    channel.onMessage((message) => this.#take(message));
  }

  /** Messages taken from the channel. */
  get received(): number {
    return this.#received;
  }

  /** Messages posted to the channel, its end among them. */
  get sent(): number {
    return this.#sent;
  }

  /** Posts a reply, when its gate lets it. */
  reply(pieces: readonly Uint8Array[], sql: string): void {
    if (pieces.length === 0) return;
    if (this.#gate) this.#afterHeld(this.#gate(sql), () => this.#post(pieces));
    else this.#post(pieces);
  }

  /** Says farewell after all replies, and ends the channel. */
  end(farewell: Uint8Array | null): void {
    this.#phase = 'ended';
    if (this.#held) this.#afterHeld(Promise.resolve(), () => this.hangUp(farewell));
    else this.hangUp(farewell);
  }

  /** Ends the channel now; replies that are held are lost. */
  hangUp(farewell: Uint8Array | null): void {
    this.#phase = 'ended';
    if (this.#hungUp) return;
    this.#post(farewell ? [farewell, null] : [null]);
    this.#hungUp = true;
    this.#channel.close();
  }

  #post(pieces: readonly (Uint8Array | null)[]): void {
    if (this.#hungUp) return;
    for (const piece of pieces) {
      this.#sent++;
      this.#channel.post(piece);
    }
  }

  #afterHeld(gate: Promise<void>, then: () => void): void {
    // A gate that fails holds nothing back: its owner learns of that by itself.
    const passed = gate.catch(() => undefined);
    const held: Promise<void> = (this.#held ?? Promise.resolve())
      .then(() => passed)
      .then(() => {
        then();
        if (this.#held === held) this.#held = null;
      });
    this.#held = held;
  }

  #take(message: unknown): void {
    this.#received++;
    if (this.#phase === 'ended') return;
    try {
      if (message === null) this.#depart({ kind: 'end', reason: 'closed', farewell: null });
      else if (ArrayBuffer.isView(message)) this.#takeBytes(message);
      else this.#takeMark(message);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      const farewell = fatal(error.code, error.message);
      this.#depart({ kind: 'end', reason: 'protocol', farewell });
    }
  }

  #takeMark(message: unknown): void {
    const mark = WireMark.safeParse(message);
    if (!mark.success) throw new Violation('a message of the channel is neither bytes nor a mark');
    if (this.#phase === 'ready') this.#listener.request({ kind: 'mark', mark: mark.data });
  }

  #takeBytes(view: ArrayBufferView): void {
    this.#frames.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    for (;;) {
      const frame = this.#frames.next();
      if (!frame) return;
      if (this.#phase === 'startup') this.#startUp(frame.body);
      else {
        const step = readStep(frame);
        this.#ask({ frame, step });
      }
      // A listener may have ended it meanwhile.
      if (this.#hasEnded()) return;
    }
  }

  #hasEnded(): boolean {
    return this.#phase === 'ended';
  }

  #startUp(packet: Uint8Array): void {
    const startup = readStartup(packet);
    switch (startup.kind) {
      case 'encryption':
        // One for TLS and one for GSS, as PostgreSQL allows.
        if (++this.#encryptionAsked > 2)
          throw new Violation('unsupported frontend protocol', '0A000');
        this.#frames.expectStartup();
        this.#post([NO_ENCRYPTION]);
        return;
      case 'cancel':
        this.#listener.cancel(startup.process, startup.secret);
        this.#depart({ kind: 'end', reason: 'terminate', farewell: null });
        return;
      case 'login':
        this.#post(this.#listener.login(startup));
        this.#phase = 'ready';
        return;
    }
  }

  #ask(message: ClientMessage): void {
    const { kind } = message.step;
    if (kind === 'terminate') {
      this.#depart({ kind: 'end', reason: 'terminate', farewell: null });
    } else if (kind === 'copy-data' || kind === 'copy-done' || kind === 'copy-fail') {
      this.#listener.request({ kind: 'copy', message });
    } else {
      const cycle = this.#cycles.add(message);
      if (cycle) this.#listener.request(cycle);
    }
  }

  /** Before the login nobody else knows of it; after, the pooler ends it in its turn. */
  #depart(departure: Departure): void {
    if (this.#phase === 'startup') {
      this.end(departure.farewell);
      this.#listener.gone(departure);
      return;
    }
    this.#phase = 'ended';
    this.#listener.request(departure);
  }
}
