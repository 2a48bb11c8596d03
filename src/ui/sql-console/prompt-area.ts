import { isPressed, SHORTCUTS } from '../base/index.ts';
import type { PromptOwner, PromptSurface } from './prompt-surface.ts';

/** A text area as the prompt. It serves until Monaco is there, and for good on touch screens. */
export class PromptArea implements PromptSurface {
  readonly element = document.createElement('textarea');
  readonly #owner: PromptOwner;

  constructor(owner: PromptOwner, label: string) {
    this.#owner = owner;
    this.element.className = 'prompt-area';
    this.element.rows = 3;
    this.element.spellcheck = false;
    this.element.autocapitalize = 'off';
    this.element.setAttribute('autocomplete', 'off');
    this.element.setAttribute('aria-label', label);
    this.element.addEventListener('keydown', (event) => this.#recall(event));
  }

  get text(): string {
    return this.element.value;
  }

  set text(text: string) {
    this.element.value = text;
  }

  focus(): void {
    this.element.focus();
  }

  rest(): void {
    // A text area offers nothing.
  }

  dispose(): void {
    this.element.remove();
  }

  #recall(event: KeyboardEvent): void {
    const { value, selectionStart, selectionEnd } = this.element;
    const earlier = isPressed(event, SHORTCUTS.earlier);
    if (!earlier && !isPressed(event, SHORTCUTS.later)) return;
    const beside = earlier ? value.slice(0, selectionStart) : value.slice(selectionEnd);
    if (event.shiftKey || beside.includes('\n')) return;
    const text = this.#owner.recall(earlier ? 'earlier' : 'later', value);
    if (text === null) return;
    event.preventDefault();
    this.element.value = text;
    // At the end that the next press leads on from.
    const at = earlier ? 0 : text.length;
    this.element.setSelectionRange(at, at);
  }
}
