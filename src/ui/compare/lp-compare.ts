import { html, nothing, type TemplateResult } from 'lit';
import { toFault, type ShownAnswer } from '../../contract/index.ts';
import {
  dueReasons,
  hasTried,
  plural,
  textPairs,
  type DueReason,
  type TextPair,
} from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { SessionController } from '../session-controller.ts';
import { fileTabs } from './file-tabs.ts';
import { loadAnswers } from './load-answers.ts';
import { reasonsView } from './reasons-view.ts';

/** Where the dialog stands. Answers give the lesson away, so whoever has not tried is asked first. */
type Stand =
  | { readonly kind: 'closed' | 'asking' | 'loading' }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'shown'; readonly answers: readonly ShownAnswer[] };

/** The learner's texts beside a right answer. To be read: nothing here changes a text. */
export class LpCompare extends LightElement {
  readonly #lesson = new SessionController(this);
  #stand: Stand = { kind: 'closed' };
  /** Names, so that another answer in the same file keeps the file. */
  #answer = '';
  #path = '';
  /** The reason that was followed last; its line is marked. */
  #followed: DueReason | null = null;

  protected override render(): TemplateResult {
    return html`<p class="compare">
        <button
          type="button"
          class="button button-quiet button-small"
          aria-haspopup="dialog"
          @click=${() => this.#open()}
        >
          Compare with an answer
        </button>
      </p>
      ${this.#stand.kind === 'closed' ? nothing : this.#dialog(this.#stand)}`;
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog !== null && !dialog.open) dialog.showModal();
  }

  #dialog(stand: Stand): TemplateResult {
    return html`<dialog
      class="dialog dialog-wide"
      aria-labelledby="compare-title"
      @close=${() => this.#become({ kind: 'closed' })}
    >
      <h2 id="compare-title">Yours beside an answer</h2>
      ${this.#content(stand)}
      <p class="dialog-actions">
        ${
          stand.kind === 'asking'
            ? html`<button
                type="button"
                class="button button-primary"
                @click=${() => void this.#load()}
              >
                Show me an answer
              </button>`
            : nothing
        }
        <button type="button" class="button" @click=${() => this.querySelector('dialog')?.close()}>
          ${stand.kind === 'asking' ? 'Not yet' : 'Close'}
        </button>
      </p>
    </dialog>`;
  }

  #content(stand: Stand): TemplateResult | typeof nothing {
    switch (stand.kind) {
      case 'asking':
        return html`<p>
          You have not had a fix of your own checked yet. An answer read first is an answer
          forgotten first.
        </p>`;
      case 'failed':
        return html`<p role="alert">${stand.sentence} Try again when you are online.</p>`;
      case 'shown':
        return this.#shown(stand.answers);
      case 'closed':
      case 'loading':
        return nothing;
    }
  }

  #shown(answers: readonly ShownAnswer[]): TemplateResult | typeof nothing {
    const answer = answers.find(({ name }) => name === this.#answer) ?? answers[0];
    if (answer === undefined) return nothing;
    const pairs = this.#pairs(answer);
    const pair = pairs.find(({ path }) => path === this.#path) ?? pairs[0];
    return html`<label class="field"
        ><span>One of ${plural(answers.length, 'right answer')}</span>
        <select @change=${(event: Event) => this.#choose(event)}>
          ${answers.map(
            ({ name }) =>
              html`<option value=${name} ?selected=${name === answer.name}>
                ${name.replaceAll('-', ' ')}
              </option>`,
          )}
        </select>
      </label>
      <p><strong>How it goes about it.</strong> ${answer.differs}</p>
      <p><strong>Why it holds.</strong> ${this.#lesson.session.lesson.manifest.rule}</p>
      ${
        pair === undefined
          ? html`<p>Yours is this answer, letter for letter.</p>`
          : html`<div class="compare-body">
              <div class="compare-texts">${this.#differences(pairs, pair)}</div>
              ${reasonsView(
                dueReasons(pairs, answer.reasons),
                pairs.length > 1,
                this.#followed,
                (reason) => this.#follow(reason),
              )}
            </div>`
      }`;
  }

  #differences(pairs: readonly TextPair[], pair: TextPair): TemplateResult {
    const { files } = this.#lesson.session.lesson.manifest;
    return html`${fileTabs(
        pairs.map(({ path }) => path),
        pair.path,
        'compare-diff',
        (path) => this.#show(path),
      )}
      <div
        id="compare-diff"
        role=${pairs.length === 1 ? 'group' : 'tabpanel'}
        aria-label=${pair.path}
      >
        <lp-comparison
          .pair=${pair}
          .files=${files}
          .at=${this.#followed?.path === pair.path ? this.#followed : null}
        ></lp-comparison>
      </div>`;
  }

  #pairs(answer: ShownAnswer): readonly TextPair[] {
    const { session, state } = this.#lesson;
    return textPairs(session.lesson, answer.files, state.texts);
  }

  #open(): void {
    if (hasTried(this.#lesson.state)) void this.#load();
    else this.#become({ kind: 'asking' });
  }

  async #load(): Promise<void> {
    this.#become({ kind: 'loading' });
    try {
      const answers = await loadAnswers();
      if (this.#stand.kind === 'loading') this.#become({ kind: 'shown', answers });
    } catch (thrown) {
      if (this.#stand.kind !== 'loading') return;
      console.warn('The answers are not there.', toFault(thrown));
      this.#become({ kind: 'failed', sentence: 'The answers could not be fetched.' });
    }
  }

  #choose(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.#answer = event.target.value;
    this.#followed = null;
    this.requestUpdate();
  }

  #show(path: string): void {
    this.#path = path;
    this.#followed = null;
    this.requestUpdate();
  }

  #follow(reason: DueReason): void {
    this.#path = reason.path;
    // A copy, since the same reason may be followed twice.
    this.#followed = { ...reason };
    this.requestUpdate();
  }

  #become(stand: Stand): void {
    this.#stand = stand;
    this.#followed = null;
    this.requestUpdate();
  }
}
