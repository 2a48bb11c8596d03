import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { MapLesson } from '../../contract/index.ts';
import type { Shelf } from '../../workbook/index.ts';

/** What the elements of the home page show. */
export interface Home {
  readonly lessons: readonly MapLesson[];
  readonly shelf: Shelf;
}

const REQUEST = 'lp-home-request';

interface HomeRequest {
  answer(home: Home): void;
}

/** Answers every element under `root` that asks for the home page's parts. Returns the end of it. */
export function provideHome(root: EventTarget, home: Home): () => void {
  const answer = (event: Event): void => {
    if (!(event instanceof CustomEvent)) return;
    event.stopPropagation();
    (event as CustomEvent<HomeRequest>).detail.answer(home);
  };
  root.addEventListener(REQUEST, answer);
  return () => root.removeEventListener(REQUEST, answer);
}

/** Finds the home page's parts around its element, and updates the element as records change. */
export class HomeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  #home: Home | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** @throws Error on a page where nobody provides them */
  get home(): Home {
    if (this.#home !== null) return this.#home;
    throw new Error(`<${this.#host.localName}> stands on a page that is not home.`);
  }

  hostConnected(): void {
    const detail: HomeRequest = { answer: (home) => (this.#home = home) };
    this.#host.dispatchEvent(new CustomEvent(REQUEST, { detail, bubbles: true, composed: true }));
    this.#unsubscribe = this.home.shelf.subscribe(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }
}
