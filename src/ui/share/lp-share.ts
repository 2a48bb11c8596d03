import { html, nothing, type TemplateResult } from 'lit';
import { toFault } from '../../contract/index.ts';
import { MAX_NAME_CHARACTERS, momentWords, type AsideTexts } from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { SessionController } from '../session-controller.ts';

const WHY: Readonly<Record<AsideTexts['why'], string>> = {
  share: 'before a shared answer took its place',
  reset: 'before Reset',
  import: 'before a file was imported',
  'other-tab': 'from another tab',
  restore: 'before another one was put back',
};

/** In the bar: a link that carries the learner's texts, and the texts that were laid aside. */
export class LpShare extends LightElement {
  readonly #lesson = new SessionController(this);
  #open = false;
  #by = '';
  #link = '';
  #refusal = '';
  #copied = false;

  protected override render(): TemplateResult {
    return html`<button
        type="button"
        class="button button-quiet button-small"
        aria-haspopup="dialog"
        @click=${() => this.#show()}
      >
        Share
      </button>
      ${this.#open ? this.#dialog() : nothing}`;
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog !== null && !dialog.open) dialog.showModal();
  }

  #dialog(): TemplateResult {
    const { aside } = this.#lesson.state;
    return html`<dialog class="dialog" aria-labelledby="share-title" @close=${() => this.#close()}>
      <h2 id="share-title">Share your answer</h2>
      <p>
        The link carries your files in itself and is sent to no host. Whoever opens it sees what
        differs from theirs before anything changes.
      </p>
      <label class="field"
        ><span>Your name, if you like</span>
        <input
          type="text"
          maxlength=${MAX_NAME_CHARACTERS}
          autocomplete="name"
          .value=${this.#by}
          @input=${(event: Event) => {
            this.#by = (event.target as HTMLInputElement).value;
            void this.#write();
          }}
      /></label>
      <label class="field"
        ><span>Link</span>
        <input
          type="text"
          class="share-link"
          readonly
          .value=${this.#link}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
      /></label>
      <p class="dialog-actions">
        <button
          type="button"
          class="button button-primary"
          aria-disabled=${this.#link === ''}
          @click=${() => void this.#copy()}
        >
          Copy the link
        </button>
        <button type="button" class="button" @click=${() => this.querySelector('dialog')?.close()}>
          Close
        </button>
        <span role="status">${this.#refusal}${this.#copied ? 'Copied.' : nothing}</span>
      </p>
      ${aside.length === 0 ? nothing : this.#earlier(aside)}
    </dialog>`;
  }

  #earlier(aside: readonly AsideTexts[]): TemplateResult {
    return html`<h3>Earlier texts of yours</h3>
      <ul class="earlier">
        ${aside.map(
          (entry) =>
            html`<li>
              <span
                >${momentWords(entry.at)}, ${WHY[entry.why]}:
                <code>${Object.keys(entry.texts).join(', ')}</code></span
              >
              <button type="button" class="button button-small" @click=${() => this.#back(entry)}>
                Put back
              </button>
            </li>`,
        )}
      </ul>`;
  }

  #show(): void {
    this.#open = true;
    this.#copied = false;
    void this.#write();
  }

  #close(): void {
    this.#open = false;
    this.requestUpdate();
  }

  #back(entry: AsideTexts): void {
    this.querySelector('dialog')?.close();
    this.#lesson.session.takeBack(entry);
  }

  async #write(): Promise<void> {
    const by = this.#by;
    this.#copied = false;
    this.requestUpdate();
    try {
      const fragment = await this.#lesson.session.sharing.write(by);
      if (by !== this.#by) return;
      this.#link = location.href.replace(/#.*$/s, '') + fragment;
      this.#refusal = '';
    } catch (thrown) {
      this.#link = '';
      this.#refusal = toFault(thrown).message;
    }
    this.requestUpdate();
  }

  async #copy(): Promise<void> {
    if (this.#link === '') return;
    try {
      await navigator.clipboard.writeText(this.#link);
      this.#copied = true;
    } catch {
      // No clipboard for this page: the learner copies what is selected.
      this.querySelector<HTMLInputElement>('.share-link')?.focus();
    }
    this.requestUpdate();
  }
}
