import { html, nothing, type TemplateResult } from 'lit';
import { engineLine, type EngineLine } from '../workbook/index.ts';
import { LATE_MS } from './late-controller.ts';
import { LightElement } from './light-element.ts';
import { SessionController } from './session-controller.ts';

/**
 * One quiet line on the database in the page. Steps that are over within {@link LATE_MS} are never
 * shown. Only its ends are announced: who listens is not told of every megabyte.
 */
export class LpStatus extends LightElement {
  readonly #lesson = new SessionController(this);
  #shown: EngineLine | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override render(): TemplateResult {
    const line = this.#settle(engineLine(this.#lesson.state.engine));
    const passing = line?.kind === 'passing';
    const done = line?.done ?? null;
    const { engine } = this.#lesson.state;
    const quiet = engine.phase === 'ready' && engine.quiet;
    return html`<span
        role="status"
        aria-label="Database"
        aria-live=${passing ? 'off' : 'polite'}
        data-quiet=${quiet}
        >${line?.text}</span
      >
      ${
        done === null
          ? nothing
          : html`<progress max="1" .value=${done} aria-label="Progress"></progress>`
      }
      ${line?.kind === 'failed' ? this.#again() : nothing} ${this.#placeNote()}`;
  }

  /** The line to show now: a passing one has to last before it takes the place of another. */
  #settle(line: EngineLine): EngineLine | null {
    if (line.kind !== 'passing' || line.step === this.#shown?.step) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#shown = line;
    } else {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#shown = engineLine(this.#lesson.state.engine);
        this.requestUpdate();
      }, LATE_MS);
    }
    return this.#shown;
  }

  #again(): TemplateResult {
    return html`<button
      type="button"
      class="button button-small"
      @click=${() => this.#lesson.session.retry()}
    >
      Try again
    </button>`;
  }

  #placeNote(): TemplateResult | typeof nothing {
    if (this.#lesson.state.place === 'browser') return nothing;
    return html`<span class="status-note"
      >This browser keeps no progress: a reload starts over.</span
    >`;
  }
}
