import { html, nothing, type TemplateResult } from 'lit';
import type { Notice } from '../workbook/index.ts';
import { LightElement } from './light-element.ts';
import { SessionController } from './session-controller.ts';

/**
 * What happened to the learner's texts, over a corner of the page: nothing moves when it comes, and
 * it stays until it has been read.
 */
export class LpNotices extends LightElement {
  readonly #lesson = new SessionController(this);

  protected override render(): TemplateResult {
    const { notice } = this.#lesson.state;
    return html`<div role="status" aria-label="Your texts" aria-atomic="true">
      ${notice === null ? nothing : this.#card(notice)}
    </div>`;
  }

  #card(notice: Notice): TemplateResult {
    const { session, state } = this.#lesson;
    const [latest] = state.aside;
    const [words, back] = wordsOf(notice);
    return html`<div class="notice-card">
      <p>${words}</p>
      <p class="notice-actions">
        ${
          latest === undefined || back === ''
            ? nothing
            : html`<button
                type="button"
                class="button button-small"
                @click=${() => session.takeBack(latest)}
              >
                ${back}
              </button>`
        }
        <button
          type="button"
          class="button button-small button-quiet"
          @click=${() => session.dismiss()}
        >
          Dismiss
        </button>
      </p>
    </div>`;
  }
}

/** The sentence, and what the button says that brings the other text; empty where there is none. */
function wordsOf(notice: Notice): readonly [string, string] {
  switch (notice.kind) {
    case 'contested': {
      const files = notice.files.join(' and ');
      return [
        `Another tab changed ${files} at the same time. The text of this tab is shown, and the other is kept.`,
        'Show the other',
      ];
    }
    case 'taken': {
      const whose = notice.by === '' ? 'The shared text' : `${notice.by}’s text`;
      if (!notice.kept) return [`${whose} is in the editor.`, ''];
      return [`${whose} is in the editor, and yours is kept.`, 'Back to mine'];
    }
  }
}
