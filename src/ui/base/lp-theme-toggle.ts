import { html, type TemplateResult } from 'lit';
import { LightElement } from './light-element.ts';

/** Where the choice is kept; `preferences.js` reads it before the first paint. */
const KEY = 'leakproof:theme';

type Theme = 'light' | 'dark';

/** Switches between the page's light and its dark colours; until pressed, the system decides. */
export class LpThemeToggle extends LightElement {
  readonly #system = matchMedia('(prefers-color-scheme: dark)');
  readonly #followSystem = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#system.addEventListener('change', this.#followSystem);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#system.removeEventListener('change', this.#followSystem);
  }

  protected override render(): TemplateResult {
    const other = this.#current() === 'dark' ? 'light' : 'dark';
    return html`<button
      type="button"
      class="bar-button"
      aria-label="Switch to ${other} colours"
      title="Switch to ${other} colours"
      @click=${() => this.#choose(other)}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" />
        <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" />
      </svg>
    </button>`;
  }

  #current(): Theme {
    const chosen = document.documentElement.dataset.theme;
    if (chosen === 'light' || chosen === 'dark') return chosen;
    return this.#system.matches ? 'dark' : 'light';
  }

  #choose(theme: Theme): void {
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Storage is blocked: the choice then lasts as long as the page.
    }
    this.requestUpdate();
  }
}
