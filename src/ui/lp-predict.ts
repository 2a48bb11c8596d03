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
    return html`<div class="predict" role="group" aria-labelledby="predict-question">
      <p id="predict-question"><strong>Predict.</strong> ${question.question}</p>
      <ul>
        ${question.options.map((option, index) => this.#option(question, option, index))}
      </ul>
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
    return html`<li>
      <button
        type="button"
        class="option"
        aria-pressed=${index === prediction}
        aria-disabled=${answered}
        ?data-true=${answered && index === question.answer}
        @click=${() => this.#lesson.session.predict(index)}
      >
        ${option}
        ${remark.length === 0 ? nothing : html`<span class="remark">${remark.join(', ')}</span>`}
      </button>
    </li>`;
  }

  #reason(question: Prediction): string | typeof nothing {
    return this.#lesson.state.prediction === null ? nothing : question.because;
  }
}
