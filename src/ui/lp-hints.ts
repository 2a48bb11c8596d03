import { html, nothing, type TemplateResult } from 'lit';
import { LightElement } from './light-element.ts';
import { hasTried } from '../workbook/index.ts';
import { SessionController } from './session-controller.ts';

/** The hints asked for so far, one more at each press. */
export class LpHints extends LightElement {
  readonly #lesson = new SessionController(this);

  protected override render(): TemplateResult {
    const { session, state } = this.#lesson;
    const all = session.lesson.manifest.hints;
    const shown = all.slice(0, state.hints);
    const list = html`<ol class="hints">
      ${shown.map(
        (hint, index) =>
          html`<li><span class="quiet">Hint ${index + 1} of ${all.length}</span> ${hint}</li>`,
      )}
    </ol>`;
    return html`<div role="status" aria-label="Hints" aria-atomic="false">
        ${shown.length === 0 ? nothing : list}
      </div>
      ${state.hints > 0 || hasTried(state) ? html`<lp-compare></lp-compare>` : nothing}`;
  }
}
