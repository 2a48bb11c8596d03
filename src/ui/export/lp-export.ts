import { html, nothing, type TemplateResult } from 'lit';
import { toFault, type LessonExport } from '../../contract/index.ts';
import { LightElement } from '../light-element.ts';
import { SessionController } from '../session-controller.ts';
import { moveAmongTabs } from '../tab-keys.ts';
import { kindsOf, type ExportKind } from './export-kinds.ts';
import { addressOf, loadExport } from './load-export.ts';

/** The lesson's tests for one's own repository: to be read, copied and downloaded. */
export class LpExport extends LightElement {
  readonly #lesson = new SessionController(this);
  #open = false;
  #file = '';
  /** What was fetched, by file: fetched once, and again where it failed. */
  readonly #texts = new Map<string, string>();
  #refusal = '';
  #said = '';

  protected override render(): TemplateResult | typeof nothing {
    const offered = this.#lesson.session.lesson.manifest.export;
    if (offered === undefined) return nothing;
    return html`<button
        type="button"
        class="button button-small"
        aria-haspopup="dialog"
        @click=${() => this.#show(kindsOf(offered)[0]?.file ?? '')}
      >
        Export my fix
      </button>
      ${this.#open ? this.#dialog(offered) : nothing}`;
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog !== null && !dialog.open) dialog.showModal();
  }

  #dialog(offered: LessonExport): TemplateResult {
    const kinds = kindsOf(offered);
    const kind = kinds.find(({ file }) => file === this.#file) ?? kinds[0];
    return html`<dialog
      class="dialog dialog-wide"
      aria-labelledby="export-title"
      @close=${() => this.#close()}
    >
      <h2 id="export-title">Tests for your own repository</h2>
      <p>${offered.proves} The names to change are at the top of each file.</p>
      ${offered.withoutPgtap === undefined ? nothing : html`<p>${offered.withoutPgtap}</p>`}
      ${kind === undefined ? nothing : this.#files(kinds, kind)}
    </dialog>`;
  }

  #files(kinds: readonly ExportKind[], kind: ExportKind): TemplateResult {
    const one = kinds.length === 1;
    return html`${one ? nothing : this.#tabs(kinds, kind)}
      <div
        id="export-panel"
        class="export-panel"
        role=${one ? 'group' : 'tabpanel'}
        aria-label=${kind.file}
      >
        <p>${kind.run}</p>
        ${this.#code(kind.file)}
      </div>
      <p class="dialog-actions">
        <button
          type="button"
          class="button button-primary"
          aria-disabled=${!this.#texts.has(kind.file)}
          @click=${() => void this.#copy(kind.file)}
        >
          Copy
        </button>
        <a class="button" href=${addressOf(kind.file)} download=${kind.file}
          >Download ${kind.file}</a
        >
        <button type="button" class="button" @click=${() => this.querySelector('dialog')?.close()}>
          Close
        </button>
        <span role="status">${this.#said}</span>
      </p>`;
  }

  #tabs(kinds: readonly ExportKind[], shown: ExportKind): TemplateResult {
    return html`<div class="tabs" role="tablist" aria-label="Tests" @keydown=${moveAmongTabs}>
      ${kinds.map(
        ({ file, title }) =>
          html`<button
            type="button"
            class="tab"
            role="tab"
            aria-selected=${file === shown.file}
            aria-controls="export-panel"
            tabindex=${file === shown.file ? 0 : -1}
            @click=${() => this.#show(file)}
          >
            ${title}
          </button>`,
      )}
    </div>`;
  }

  /** It scrolls, so that a keyboard has to reach it. */
  #code(file: string): TemplateResult {
    if (this.#refusal !== '') return html`<p role="alert">${this.#refusal}</p>`;
    return html`<pre
      class="export-code"
      tabindex="0"
      role="region"
      aria-label="Text of ${file}"
    ><code
      >${this.#texts.get(file) ?? ''}</code></pre>`;
  }

  #show(file: string): void {
    this.#open = true;
    this.#file = file;
    this.#said = '';
    void this.#load(file);
    this.requestUpdate();
  }

  async #load(file: string): Promise<void> {
    if (this.#texts.has(file)) {
      this.#refusal = '';
      return;
    }
    try {
      this.#texts.set(file, await loadExport(file));
      if (this.#file === file) this.#refusal = '';
    } catch (thrown) {
      console.warn('An export is not there.', toFault(thrown));
      if (this.#file === file)
        this.#refusal = `${file} could not be fetched. Try again when you are online.`;
    }
    this.requestUpdate();
  }

  async #copy(file: string): Promise<void> {
    const text = this.#texts.get(file);
    if (text === undefined) return;
    try {
      await navigator.clipboard.writeText(text);
      this.#said = 'Copied.';
    } catch {
      this.#said = 'The browser keeps its clipboard to itself: download the file.';
    }
    this.requestUpdate();
  }

  #close(): void {
    this.#open = false;
    this.requestUpdate();
  }
}
