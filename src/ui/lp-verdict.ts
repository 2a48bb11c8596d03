import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CheckResult, Verdict } from '../contract/index.ts';
import {
  attackHeld,
  byWeight,
  dateWords,
  exploitOf,
  signOf,
  verdictSentence,
  type Dated,
  type SessionState,
} from '../workbook/index.ts';
import { faultView } from './fault-view.ts';
import { LateController } from './late-controller.ts';
import { LightElement } from './light-element.ts';
import { seedLine, stateMark } from './marks.ts';
import { pictureQuestion } from './picture/picture-names.ts';
import { pictureView } from './picture/picture-view.ts';
import { proseView } from './prose-view.ts';
import { scheduleView } from './schedule-view.ts';
import { SessionController } from './session-controller.ts';

/** Whether it holds: each check with its sign, and for a failure the exploit that shows it. */
export class LpVerdict extends LightElement {
  readonly #lesson = new SessionController(this);
  readonly #late = new LateController(this, () => this.#lesson.state.running === 'check');

  protected override drawsAlone(): boolean {
    return this.hasUpdated;
  }

  protected override render(): TemplateResult {
    const { state } = this.#lesson;
    const busy = state.running === 'check';
    return html`<div
      role="status"
      aria-label="Verdict"
      aria-atomic="false"
      aria-busy=${busy}
      class="verdict"
      ?data-late=${this.#late.on}
    >
      ${this.#fault(state)} ${this.#body(state)}
    </div>`;
  }

  #fault({ fault }: SessionState): TemplateResult | typeof nothing {
    return fault === null || fault.of === 'attack' ? nothing : faultView(fault.fault);
  }

  #body(state: SessionState): TemplateResult | typeof nothing {
    if (state.stopped === 'check') return html`<p>The check was stopped before it ended.</p>`;
    if (state.verdict !== null) return this.#verdict(state.verdict, state.revision);
    if (state.running === 'check') {
      return this.#late.on ? html`<p class="quiet">Running the checks.</p>` : nothing;
    }
    if (state.fault !== null && state.fault.of !== 'attack') return nothing;
    return html`<p>Nothing has run yet.</p>
      ${earlier(state.passed)}
      <p class="quiet">
        Run the attack to see whose rows the code in the editor gives away. Check runs the hidden
        assertions on it, in fresh random worlds, and says here what held and what leaked.
      </p>`;
  }

  #verdict({ value, revision }: Dated<Verdict>, now: number): TemplateResult {
    const sentence = html`<p class="sentence">${verdictSentence(value)}</p>`;
    const stale = html`<p class="quiet">You have edited the files since.</p>`;
    return html`${sentence} ${revision === now ? this.#wayOn(value) : stale}
    ${value.fault === null ? checksView(value) : faultView(value.fault)}`;
  }

  /** What holds for the checks is seen to hold once the attack has failed too. */
  #wayOn({ passed }: Verdict): TemplateResult | typeof nothing {
    if (!passed) return nothing;
    const again = html`<p>Run the attack again to see it fail, then read the matrix.</p>`;
    return html`${attackHeld(this.#lesson.state) ? nothing : again} <lp-export></lp-export>`;
  }
}

/** What an earlier visit came to: its results are gone, that it held is not. */
function earlier(passed: number | null): TemplateResult | typeof nothing {
  if (passed === null) return nothing;
  return html`<p>You made it hold on ${dateWords(passed)}. Check shows it again.</p>`;
}

function checksView(value: Verdict): TemplateResult {
  const firstFailed = byWeight(value.checks).find((check) => check.evidence !== null);
  return html` <ul class="checks">
      ${repeat(
        byWeight(value.checks),
        (check) => `${String(value.seed)} ${check.id}`,
        (check) => checkView(check, check === firstFailed, value.seed),
      )}
    </ul>
    <p class="seed quiet">
      Seed <code>${value.seed}</code> · worlds <code>${value.seeds.join(', ')}</code> ·
      ${Math.round(value.ms)} ms in the database
    </p>`;
}

function checkView(check: CheckResult, open: boolean, seed: number): TemplateResult {
  const mark = stateMark(signOf(check));
  if (check.status === 'passed') {
    return html`<li class="check">
      <p class="check-line">${mark} <span>${check.title}</span></p>
    </li>`;
  }
  return html`<li class="check" data-status=${check.status}>
    <p class="check-line">${mark} <strong>${proseView(check.message)}</strong></p>
    <div class="check-body">
      ${evidenceView(check, open)}
      <p><span class="quiet">${check.title}.</span> ${proseView(check.explanation ?? '')}</p>
      ${
        check.status === 'failed'
          ? html`<lp-check-tools .check=${check} .seed=${seed}></lp-check-tools>`
          : nothing
      }
    </div>
  </li>`;
}

/** The exploit comes before the explanation: first what happened, then why. */
function evidenceView(check: CheckResult, open: boolean): TemplateResult | typeof nothing {
  const { evidence, message } = check;
  if (evidence === null) return nothing;
  return html`<details class="evidence" ?open=${open}>
    <summary>The shortest transcript that shows it</summary>
    <lp-transcript
      .steps=${evidence.transcript}
      .tenants=${evidence.tenants}
      .said=${message}
      .exploit=${exploitOf(check)}
    ></lp-transcript>
    ${scheduleView(evidence)} ${drawn(evidence)} ${seedLine(evidence.seed)}
  </details>`;
}

/** Each exploit keeps its own picture; that of the first is also in a panel of its own. */
function drawn({ picture }: NonNullable<CheckResult['evidence']>): TemplateResult | typeof nothing {
  if (picture === undefined) return nothing;
  return html`<details>
    <summary>${pictureQuestion(picture)}</summary>
    ${pictureView(picture)}
  </details>`;
}
