import { html, nothing, type TemplateResult } from 'lit';
import type { Prediction } from '../contract/index.ts';
import { LightElement } from './light-element.ts';
import { SessionController } from './session-controller.ts';

/** A question to answer before running something: first one's own answer, then the reason. */
export class LpPredict extends LightElement {
  readonly #lesson = new SessionController(this);

  protected override render(): TemplateResult | typeof nothing {
    const question = this.#lesson.session.lesson.manifest.predict;
    if (question === undefined) return nothing;
    return html`<div class="predict">
      <p id="predict-question"><strong>Predict.</strong> ${question.question}</p>
      <div
        class="options"
        role="radiogroup"
        aria-labelledby="predict-question"
        @keydown=${moveAmongOptions}
      >
        ${question.options.map((option, index) => this.#option(question, option, index))}
      </div>
      <p role="status" aria-label="Prediction">${this.#reason(question)}</p>
    </div>`;
  }

  #option(question: Prediction, option: string, index: number): TemplateResult {
    const { prediction } = this.#lesson.state;
    const answered = prediction !== null;
    const remark = [
      index === prediction ? 'your answer' : '',
      answered && index === question.answer ? 'what happens' : '',
    ].filter((part) => part !== '');
    return html`<button
      type="button"
      class="option"
      role="radio"
      aria-checked=${index === prediction}
      aria-disabled=${answered}
      tabindex=${index === (prediction ?? 0) ? 0 : -1}
      ?data-true=${answered && index === question.answer}
      @click=${() => this.#lesson.session.predict(index)}
    >
      ${option}
      ${remark.length === 0 ? nothing : html`<span class="remark">${remark.join(', ')}</span>`}
    </button>`;
  }

  #reason(question: Prediction): string | typeof nothing {
    return this.#lesson.state.prediction === null ? nothing : question.because;
  }
}

/**
 * Arrows move the focus and choose nothing, since the first choice counts: the radio group of a
 * toolbar. Source: https://www.w3.org/WAI/ARIA/apg/patterns/radio/
 */
function moveAmongOptions(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const group = event.currentTarget;
  if (step === undefined || !(group instanceof HTMLElement)) return;
  const options = [...group.querySelectorAll<HTMLElement>('[role="radio"]')];
  const at = options.findIndex((option) => option === event.target);
  event.preventDefault();
  options[(at + step + options.length) % options.length]?.focus();
}
