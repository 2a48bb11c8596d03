import { html, nothing, type TemplateResult } from 'lit';
import type { AttackReport } from '../contract/index.ts';
import type { Dated } from '../workbook/index.ts';
import { faultView } from './fault-view.ts';
import { LateController } from './late-controller.ts';
import { LightElement } from './light-element.ts';
import { seedLine, stateMark } from './marks.ts';
import { proseView } from './prose-view.ts';
import { SessionController } from './session-controller.ts';

/** The visible attack: what it is, and its transcript once it has run. */
export class LpAttack extends LightElement {
  readonly #lesson = new SessionController(this);
  readonly #late = new LateController(this, () => this.#lesson.state.running === 'attack');

  protected override render(): TemplateResult {
    const { session, state } = this.#lesson;
    const { attack } = session.lesson.manifest;
    return html`<div
      role="status"
      aria-label="Attack"
      aria-atomic="false"
      aria-busy=${state.running === 'attack'}
      class="verdict"
      ?data-late=${this.#late.on}
    >
      ${this.#outcome(html`<p><strong>${attack.title}.</strong> ${attack.summary}</p>`)}
    </div>`;
  }

  #outcome(about: TemplateResult): TemplateResult | typeof nothing {
    const { state } = this.#lesson;
    if (state.fault?.of === 'attack') return faultView(state.fault.fault);
    if (state.stopped === 'attack') return html`<p>The attack was stopped before it ended.</p>`;
    if (state.attack !== null) return this.#report(state.attack, state.revision, about);
    const running = state.running === 'attack';
    if (running && !this.#late.on) return about;
    return html`${about}
      <p class="quiet">${running ? 'Running the attack.' : 'It has not been run yet.'}</p>`;
  }

  /** The finding first; what the attack tries is read beside it, not before. */
  #report(
    { value, revision }: Dated<AttackReport>,
    now: number,
    about: TemplateResult,
  ): TemplateResult {
    if (value.fault !== null) return faultView(value.fault);
    return html`<p class="sentence">
        ${stateMark(value.leaked ? 'leaked' : 'held')} ${proseView(value.sentence)}
      </p>
      ${revision === now ? nothing : html`<p class="quiet">You have edited the files since.</p>`}
      ${about}
      <lp-transcript
        .steps=${value.transcript}
        .tenants=${value.tenants}
        .said=${value.sentence}
      ></lp-transcript>
      ${seedLine(value.seed)} ${value.leaked ? this.#wayOn() : nothing}`;
  }

  #wayOn(): TemplateResult {
    const { session } = this.#lesson;
    return html`<p>
      The wrong code is in the editor.
      <a href="#fix" @click=${() => session.goTo('fix')}>Fix it</a>, then press <em>Check</em>.
    </p>`;
  }
}
