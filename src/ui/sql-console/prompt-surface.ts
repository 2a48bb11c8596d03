/** What a prompt asks of whoever it belongs to. */
export interface PromptOwner {
  /** The text of the history before or after the one shown; null where there is none. */
  recall(which: 'earlier' | 'later', now: string): string | null;
}

/** Where statements are written: the plain one and the rich one are told apart by nothing else. */
export interface PromptSurface {
  readonly element: HTMLElement;
  text: string;
  focus(): void;
  /** The text is being run: nothing is offered for it any more. */
  rest(): void;
  /** Lets go of everything it holds; the element is then of no more use. */
  dispose(): void;
}
