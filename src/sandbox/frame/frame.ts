import { frameDocument, type FrameScript } from './frame-document.ts';
import { FrameReply, type FrameRequest, type FrameSetup } from './messages.ts';
import { PATIENCE, Pulse, type Patience } from './pulse.ts';
import { LOST, NOT_OPENED } from './reasons.ts';

/** What a frame is made of. */
export interface FrameCode {
  readonly frame: FrameScript;
  /** The text of a realm's worker: the runtime, and what adapts a worker to it. */
  readonly realm: string;
}

/** What a frame tells of itself. */
export interface FrameEvents {
  readonly onEnded: (realm: number, reason: string) => void;
  /** It did not start, or no longer answers: nothing of it is left. Its last word. */
  readonly onLost: (reason: string) => void;
}

/**
 * One frame in the page: not to be seen, out of the layout and of the tab order. A browser that
 * gives it a process of its own may lose that process to what runs in it, and tells nobody.
 */
export class Frame {
  readonly #element: HTMLIFrameElement;
  readonly #port: MessagePort;
  readonly #events: FrameEvents;
  readonly #pulse: Pulse;
  /** Noticed at once; for all else that may befall a frame it has to be asked. */
  readonly #removal = new MutationObserver(() => {
    if (!this.#element.isConnected) this.#pulse.lost();
  });

  constructor(code: FrameCode, events: FrameEvents, patience: Patience = PATIENCE) {
    this.#events = events;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = (event: MessageEvent<unknown>) => {
      this.#receive(event.data);
    };
    this.#element = frameElement(code.frame);
    const setUp = (): void => {
      // An opaque origin has no name to address it by. The outer document lets no other in there.
      const inner = this.#element.contentWindow?.[0];
      inner?.postMessage({ script: code.realm } satisfies FrameSetup, '*', [port2]);
      this.#pulse.loaded();
    };
    this.#element.addEventListener('load', setUp, { once: true });
    document.body.append(this.#element);
    this.#removal.observe(document.body, { childList: true });
    // What is posted before the frame has its port waits there.
    const ask = (): void => {
      this.#post({ kind: 'ping' });
    };
    const lost = (): void => {
      this.dispose();
      events.onLost(this.opened ? LOST : NOT_OPENED);
    };
    this.#pulse = new Pulse(ask, lost, patience);
  }

  /** Whether it ever answered. */
  get opened(): boolean {
    return this.#pulse.opened;
  }

  /** Whether it answers now, or as soon as it has loaded. */
  answers(): Promise<boolean> {
    return this.#pulse.answers();
  }

  /** Starts a realm, whose control channel goes through this port. */
  spawn(realm: number, control: MessagePort): void {
    this.#post({ kind: 'spawn', realm }, [control]);
  }

  kill(realm: number): void {
    this.#post({ kind: 'kill', realm });
  }

  /** Whether realms live in it, so that its end is to be noticed. */
  watch(watched: boolean): void {
    this.#pulse.watch(watched);
  }

  /** Removes it, and with it all that runs in it. */
  dispose(): void {
    this.#removal.disconnect();
    this.#pulse.stop();
    this.#port.close();
    this.#element.remove();
  }

  #post(request: FrameRequest, ports: MessagePort[] = []): void {
    this.#port.postMessage(request, ports);
  }

  #receive(message: unknown): void {
    const { data: reply } = FrameReply.safeParse(message);
    if (reply?.kind === 'alive') this.#pulse.answered();
    if (reply?.kind === 'ended') this.#events.onEnded(reply.realm, reply.reason);
  }
}

/** A pixel, and not `display: none`: what is not drawn at all may be given less of the processor. */
const STYLE: Partial<CSSStyleDeclaration> = {
  position: 'fixed',
  inset: '0 auto auto 0',
  width: '1px',
  height: '1px',
  border: '0',
  opacity: '0',
  pointerEvents: 'none',
};

function frameElement(script: FrameScript): HTMLIFrameElement {
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  element.setAttribute('aria-hidden', 'true');
  element.title = 'Sandbox for the program of this lesson';
  element.tabIndex = -1;
  element.inert = true;
  // Set one by one: a style attribute may be against the page's policy.
  Object.assign(element.style, STYLE);
  element.srcdoc = frameDocument(script);
  return element;
}
