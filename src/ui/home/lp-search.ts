import { html, nothing, type TemplateResult } from 'lit';
import { plural, searchLessons, type Found } from '../../workbook/index.ts';
import { ariaKeys, isPressed, isTyping, LightElement, SHORTCUTS } from '../base/index.ts';
import { HomeController } from './home-controller.ts';

/**
 * Searches the map: what does not match is hidden in place, so that a lesson is found where it
 * belongs. `/` begins a search, the arrows walk what was found, Escape ends it.
 */
export class LpSearch extends LightElement {
  readonly #home = new HomeController(this);
  readonly #anywhere = (event: KeyboardEvent): void => {
    const { target } = event;
    if (isPressed(event, SHORTCUTS.search) && !isTyping(target)) {
      event.preventDefault();
      this.#field?.focus();
    } else if (target instanceof HTMLElement && this.#links.includes(target)) {
      this.#walk(event, this.#links.indexOf(target));
    }
  };
  #query = '';

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#anywhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#anywhere);
  }

  protected override render(): TemplateResult {
    return html`<search class="search">
      <input
        class="search-field"
        type="search"
        aria-label="Search the lessons"
        aria-keyshortcuts=${ariaKeys(SHORTCUTS.search)}
        aria-describedby="found"
        placeholder="Search: cache, UPDATE, CWE-639"
        maxlength="100"
        .value=${this.#query}
        @input=${(event: Event) => this.#search((event.target as HTMLInputElement).value)}
        @keydown=${this.#inField}
      />
      <p class="found" id="found" role="status">${this.#words()}</p>
    </search>`;
  }

  protected override updated(): void {
    const found = this.#found;
    for (const entry of document.querySelectorAll<HTMLElement>('.lesson-list > [data-slug]')) {
      const hit = found?.find(({ slug }) => slug === entry.dataset.slug);
      entry.hidden = found !== null && hit === undefined;
      const because = entry.querySelector<HTMLElement>('.because');
      if (because === null) continue;
      because.hidden = (hit?.because ?? '') === '';
      because.textContent = hit?.because ?? '';
    }
    for (const module of document.querySelectorAll<HTMLElement>('.module'))
      module.hidden =
        found !== null && module.querySelector('li[data-slug]:not([hidden])') === null;
  }

  /** Null where nothing is searched for. */
  get #found(): readonly Found[] | null {
    return this.#query.trim() === '' ? null : searchLessons(this.#home.home.lessons, this.#query);
  }

  get #field(): HTMLInputElement | null {
    return this.querySelector('input');
  }

  /** The links of what is shown of the map. */
  get #links(): HTMLElement[] {
    return [
      ...document.querySelectorAll<HTMLElement>('.lesson-list > [data-slug]:not([hidden]) a'),
    ];
  }

  #words(): TemplateResult | string | typeof nothing {
    const found = this.#found;
    if (found === null) return nothing;
    if (found.length > 0) return `${plural(found.length, 'lesson')} found`;
    return html`No lesson has “${this.#query.trim()}” in its title, summary, rule or identifiers.
      <button type="button" class="link" @click=${() => this.#clear()}>Show all</button>`;
  }

  #search(query: string): void {
    this.#query = query;
    this.requestUpdate();
  }

  #clear(): void {
    this.#search('');
    this.#field?.focus();
  }

  readonly #inField = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#query !== '') {
      event.preventDefault();
      this.#clear();
    } else if (event.key === 'Enter' && this.#query.trim() !== '') this.#links[0]?.click();
    else if (event.key === 'ArrowDown') this.#walk(event, -1);
  };

  #walk(event: KeyboardEvent, from: number): void {
    const links = this.#links;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') this.#field?.focus();
    if (step === undefined) return;
    event.preventDefault();
    if (from + step < 0) this.#field?.focus();
    else links[Math.min(from + step, links.length - 1)]?.focus();
  }
}
