import { html, nothing, type TemplateResult } from 'lit';
import { attackHeld, type SessionState } from '../workbook/index.ts';
import { LateController } from './late-controller.ts';
import { ariaKeys, isApple, isPressed, SHORTCUTS } from './base/index.ts';
import { LightElement } from './light-element.ts';
import { pressed, type Press } from './measure.ts';
import { SessionController } from './session-controller.ts';

/** What has a button in the row. */
type Run = Extract<Press, 'attack' | 'check'>;

/** The one row of actions. Nothing in it moves: a label that changes keeps its place. */
export class LpActions extends LightElement {
  readonly #lesson = new SessionController(this);
  readonly #late = new LateController(this, () => this.#lesson.state.running !== null);
  readonly #checkByKey = (event: KeyboardEvent): void => {
    if (!isPressed(event, SHORTCUTS.check) || event.repeat) return;
    // There the same keys run what stands in the prompt.
    if (event.target instanceof Element && event.target.closest('lp-sql-console')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#press('check', event);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    // Captured, so that it works inside an editor that has its own idea of the keys.
    document.addEventListener('keydown', this.#checkByKey, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#checkByKey, { capture: true });
  }

  protected override render(): TemplateResult {
    const { session, state } = this.#lesson;
    const spent = state.hints >= session.lesson.manifest.hints.length;
    return html`<div class="actions" role="group" aria-label="Actions">
      ${this.#run('attack', html`Run the attack`)}
      ${this.#run('check', html`Check <kbd aria-hidden="true">${isApple() ? '⌘↵' : 'Ctrl ↵'}</kbd>`)}
      <div class="actions-end">
        <button
          type="button"
          class="button button-quiet"
          aria-disabled=${spent}
          @click=${() => {
            session.showHint();
            bringResults();
          }}
        >
          Hint
        </button>
        ${this.#reset()}
      </div>
    </div>`;
  }

  /** The button that began a run ends it, once the run lasts long enough to be ended. */
  #run(kind: Run, label: TemplateResult): TemplateResult {
    const { running } = this.#lesson.state;
    const next = kind === nextRun(this.#lesson.state);
    const stops = running === kind && this.#late.on;
    return html`<button
      type="button"
      class="button ${next ? 'button-primary' : ''} steady"
      aria-keyshortcuts=${kind === 'check' && !stops ? ariaKeys(SHORTCUTS.check) : nothing}
      @click=${(event: MouseEvent) =>
        stops ? this.#lesson.session.cancel() : this.#press(kind, event)}
    >
      <span ?data-off=${stops}>${label}</span>
      <span ?data-off=${!stops}>Stop</span>
    </button>`;
  }

  #reset(): TemplateResult {
    const { session, state } = this.#lesson;
    const undoes = state.canUndoReset;
    return html`<button
      type="button"
      class="button button-quiet steady"
      @click=${(event: MouseEvent) => {
        if (undoes) session.undoReset();
        else this.#press('reset', event);
      }}
    >
      <span ?data-off=${undoes}>Reset</span>
      <span ?data-off=${!undoes}>Undo<span class="visually-hidden"> reset</span></span>
    </button>`;
  }

  #press(what: Press, event: Event): void {
    void pressed(this.#lesson.session, what, event.timeStamp);
    if (what !== 'reset') bringResults();
  }
}

/** What the rhythm of the lesson asks for: see it leak, have the fix checked, see the attack fail. */
function nextRun(state: SessionState): Run {
  if (state.stage === 'leak') return 'attack';
  const passed = state.verdict?.revision === state.revision && state.verdict.value.passed;
  return passed && !attackHeld(state) ? 'attack' : 'check';
}

/** On a narrow screen the results may be far below; what was asked for should be seen. */
function bringResults(): void {
  const results = document.querySelector('lp-results');
  if (results === null) return;
  const { top, bottom } = results.getBoundingClientRect();
  if (top > innerHeight * 0.75 || bottom < 0) results.scrollIntoView({ block: 'start' });
}
