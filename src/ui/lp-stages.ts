import { html, nothing, type TemplateResult } from 'lit';
import type { Stage } from '../contract/index.ts';
import { STAGES } from '../workbook/index.ts';
import { LightElement } from './light-element.ts';
import { SessionController } from './session-controller.ts';

const TITLES: Readonly<Record<Stage, string>> = { leak: 'Leak', fix: 'Fix', hold: 'Hold' };

/** Where the lesson stands. Events move it on, and the learner may walk it freely. */
export class LpStages extends LightElement {
  readonly #lesson = new SessionController(this);
  readonly #followHash = (): void => {
    const stage = STAGES.find((each) => `#${each}` === location.hash);
    if (stage !== undefined) this.#lesson.session.goTo(stage);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#followHash);
    this.#followHash();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#followHash);
  }

  protected override render(): TemplateResult {
    return html`<nav aria-label="Stages">
      <ol class="stages">
        ${STAGES.map((stage) => this.#stage(stage))}
      </ol>
    </nav>`;
  }

  #stage(stage: Stage): TemplateResult {
    const current = this.#lesson.state.stage === stage ? 'step' : nothing;
    return html`<li>
      <a
        href="#${stage}"
        data-title=${TITLES[stage]}
        aria-current=${current}
        @click=${() => this.#lesson.session.goTo(stage)}
        >${TITLES[stage]}</a
      >
    </li>`;
  }
}
