import { html, nothing, type TemplateResult } from 'lit';
import { plural, shareDiffs, type OpenedShare, type Share } from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { SessionController } from '../session-controller.ts';
import { diffView } from './diff-view.ts';

/** Asks what to do with a link that was opened. Until it is answered, nothing has changed. */
export class LpShared extends LightElement {
  readonly #lesson = new SessionController(this);

  protected override render(): TemplateResult | typeof nothing {
    const { shared } = this.#lesson.state;
    if (shared === null) return nothing;
    return html`<dialog
      class="dialog"
      aria-labelledby="shared-title"
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#answer(false);
      }}
    >
      ${shared.status === 'open' ? this.#offer(shared.share) : this.#refusal(shared)}
    </dialog>`;
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog !== null && !dialog.open) dialog.showModal();
  }

  #offer(share: Share): TemplateResult {
    const { session, state } = this.#lesson;
    const diffs = shareDiffs(session.lesson, share, state.texts);
    const own = Object.entries(state.texts).some(
      ([path, text]) => text !== session.lesson.starter[path],
    );
    return html`<h2 id="shared-title">
        ${whose(share)} answer to “${session.lesson.manifest.title}”
      </h2>
      <p>${differs(diffs.length, own)} Nothing runs until you press a button of the lesson.</p>
      <div class="dialog-body">${diffs.map((diff) => diffView(diff))}</div>
      <p class="dialog-actions">
        ${
          diffs.length === 0
            ? nothing
            : html`<button
                type="button"
                class="button button-primary"
                @click=${() => this.#answer(true)}
              >
                Put it in the editor
              </button>`
        }
        <button type="button" class="button" @click=${() => this.#answer(false)}>
          ${own ? 'Keep mine' : 'Leave it'}
        </button>
        ${own && diffs.length > 0 ? html`<span class="quiet">Yours is kept either way.</span>` : nothing}
      </p>`;
  }

  #refusal({ sentence }: Extract<OpenedShare, { status: 'refused' }>): TemplateResult {
    return html`<h2 id="shared-title">The link does not open</h2>
      <p>${sentence} The lesson is as it was.</p>
      <p class="dialog-actions">
        <button type="button" class="button" @click=${() => this.#answer(false)}>Close</button>
      </p>`;
  }

  #answer(take: boolean): void {
    const { sharing } = this.#lesson.session;
    // A reload shall not ask again, and the address is the learner's own once more.
    history.replaceState(null, '', location.pathname + location.search);
    if (take) sharing.accept();
    else sharing.decline();
  }
}

const whose = ({ by }: Share): string => (by === '' ? 'Somebody’s' : `${by}’s`);

function differs(files: number, own: boolean): string {
  const mine = own ? 'yours' : 'the lesson’s starter';
  if (files === 0) return `It is the same as ${mine}.`;
  return `It differs from ${mine} in ${plural(files, 'file')}.`;
}
