import { html, nothing, svg, type TemplateResult } from 'lit';
import type { LessonFile } from '../contract/index.ts';
import { isDirty, shownFiles } from '../workbook/index.ts';
import { LightElement } from './light-element.ts';
import { SessionController } from './session-controller.ts';
import { moveAmongTabs } from './tab-keys.ts';

/** The lesson's files as tabs over the editor, and a line on what the selected one is. */
export class LpFiles extends LightElement {
  readonly #lesson = new SessionController(this);

  protected override render(): TemplateResult {
    const { session, state } = this.#lesson;
    const files = shownFiles(session.lesson, state);
    const selected = files.find((file) => file.path === state.selected);
    return html`<div class="tabs" role="tablist" aria-label="Files" @keydown=${moveAmongTabs}>
        ${files.map((file) => this.#tab(file, file === selected))}
      </div>
      <p class="files-about">${selected?.about}${this.#starterNote(selected)}</p>`;
  }

  #tab(file: LessonFile, selected: boolean): TemplateResult {
    const { session, state } = this.#lesson;
    const changed = isDirty(session.lesson, state, file.path);
    return html`<button
      type="button"
      class="tab tab-file"
      role="tab"
      id="file-tab-${file.path}"
      aria-selected=${selected}
      aria-controls="editor-frame"
      tabindex=${selected ? 0 : -1}
      @click=${() => session.select(file.path)}
    >
      ${file.path}${file.editable ? nothing : lock}
      <span class="changed" ?data-on=${changed} aria-hidden="true"></span>
      ${changed ? html`<span class="visually-hidden">(changed)</span>` : nothing}
    </button>`;
  }

  #starterNote(file: LessonFile | undefined): string | typeof nothing {
    const { session, state } = this.#lesson;
    if (file === undefined || !state.starterChanged) return nothing;
    // A file that was left as it was is the lesson's of today.
    if (!isDirty(session.lesson, state, file.path)) return nothing;
    return ' This text is yours from an earlier visit; the lesson has changed since. Reset shows it.';
  }
}

const lock = html`<svg class="lock" viewBox="0 0 12 12" role="img" aria-label="read-only">
  ${svg`<path d="M3 5V4a3 3 0 0 1 6 0v1h1v6H2V5zm1.5 0h3V4a1.5 1.5 0 0 0-3 0z" />`}
</svg>`;
