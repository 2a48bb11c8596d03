import { html, nothing, type TemplateResult } from 'lit';
import { LightElement } from './light-element.ts';
import {
  ariaKeys,
  capsOf,
  isApple,
  isPressed,
  isTyping,
  SHORTCUT_GROUPS,
  SHORTCUTS,
  type Shortcut,
  type ShortcutGroup,
} from './shortcuts.ts';

/** What an arrow is called where it is not seen. */
const SPOKEN: Readonly<Record<string, string>> = {
  '←': 'Left arrow',
  '→': 'Right arrow',
  '↑': 'Up arrow',
  '↓': 'Down arrow',
  '⌘': 'Command',
};

/** In the bar: the list of what keys do on this page, `<lp-shortcuts page="lesson">`. */
export class LpShortcuts extends LightElement {
  #open = false;
  readonly #anywhere = (event: KeyboardEvent): void => {
    if (!isPressed(event, SHORTCUTS.help) || isTyping(event.target)) return;
    // A question over the page is answered first.
    if (document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    this.#show();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#anywhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#anywhere);
  }

  protected override render(): TemplateResult {
    return html`<button
        type="button"
        class="bar-button"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        aria-haspopup="dialog"
        aria-keyshortcuts=${ariaKeys(SHORTCUTS.help)}
        @click=${() => this.#show()}
      >
        <span class="bar-letter" aria-hidden="true">?</span>
      </button>
      ${this.#open ? this.#dialog() : nothing}`;
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog !== null && !dialog.open) dialog.showModal();
  }

  #dialog(): TemplateResult {
    const page = this.getAttribute('page') === 'home' ? 'home' : 'lesson';
    return html`<dialog
      class="dialog"
      aria-labelledby="shortcuts-title"
      @close=${() => this.#close()}
    >
      <h2 id="shortcuts-title">Keyboard shortcuts</h2>
      <div class="shortcut-groups">${SHORTCUT_GROUPS[page].map(groupView)}</div>
      <form method="dialog" class="dialog-actions">
        <button class="button">Close</button>
      </form>
    </dialog>`;
  }

  #show(): void {
    this.#open = true;
    this.requestUpdate();
  }

  /** The browser has given the focus back already. */
  #close(): void {
    this.#open = false;
    this.requestUpdate();
  }
}

function groupView({ title, shortcuts }: ShortcutGroup): TemplateResult {
  return html`<section>
    <h3>${title}</h3>
    <dl class="shortcuts">
      ${shortcuts.map(
        (shortcut) =>
          html`<div>
            <dt>${keysView(shortcut)}</dt>
            <dd>${shortcut.does}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function keysView(shortcut: Shortcut): TemplateResult[] {
  return capsOf(shortcut, isApple()).map(
    (caps) => html`<span class="combination">${caps.map(capView)}</span>`,
  );
}

function capView(cap: string): TemplateResult {
  const spoken = SPOKEN[cap];
  if (spoken === undefined) return html`<kbd>${cap}</kbd>`;
  return html`<kbd
    ><span aria-hidden="true">${cap}</span><span class="visually-hidden">${spoken}</span></kbd
  >`;
}
