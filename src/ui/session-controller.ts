import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LessonSession, SessionState } from '../workbook/index.ts';

const REQUEST = 'lp-session-request';

interface SessionRequest {
  answer(session: LessonSession): void;
}

/** Answers every element under `root` that asks for the session. Returns the end of it. */
export function provideSession(root: EventTarget, session: LessonSession): () => void {
  const answer = (event: Event): void => {
    if (!(event instanceof CustomEvent)) return;
    event.stopPropagation();
    (event as CustomEvent<SessionRequest>).detail.answer(session);
  };
  root.addEventListener(REQUEST, answer);
  return () => root.removeEventListener(REQUEST, answer);
}

/** Finds the session around its element, and updates the element after each change of it. */
export class SessionController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #session: LessonSession | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** @throws Error on a page where nobody provides a session */
  get session(): LessonSession {
    if (this.#session !== null) return this.#session;
    throw new Error(`<${this.#host.localName}> stands on a page without a session.`);
  }

  /** The session's state as it is now. */
  get state(): SessionState {
    return this.session.state;
  }

  hostConnected(): void {
    const detail: SessionRequest = { answer: (session) => (this.#session = session) };
    this.#host.dispatchEvent(new CustomEvent(REQUEST, { detail, bubbles: true, composed: true }));
    this.#unsubscribe = this.session.subscribe(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }
}
