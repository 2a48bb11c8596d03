import { html, nothing, type TemplateResult } from 'lit';
import { STEP_STATEMENTS, type Tenant, type TranscriptStep } from '../contract/index.ts';
import { crossingsOf, plural, type Exploit } from '../workbook/index.ts';
import { callOutcome } from './call-outcome.ts';
import { changesView } from './changes-view.ts';
import { codeView } from './code-view.ts';
import { besideOwn } from './exploit/beside-own.ts';
import { serverWords } from './fault-view.ts';
import { LightElement } from './light-element.ts';
import { actorMark } from './marks.ts';
import { proseView } from './prose-view.ts';
import { rowsView } from './rows-view.ts';
import { scrollStop } from './scroll-stop.ts';
import { sentView } from './sent-view.ts';

/** Who ran or called what, and whose rows came of it: one step after the other. */
export class LpTranscript extends LightElement {
  static override properties = {
    steps: { attribute: false },
    tenants: { attribute: false },
    said: { attribute: false },
    exploit: { attribute: false },
  };
  declare steps: readonly TranscriptStep[];
  declare tenants: readonly Tenant[];
  /** What stands above the transcript already, so that no note says it again. */
  declare said: string;
  /** The step beside whose outcome stands what its actor may see; null where there is none. */
  declare exploit: Exploit | null;

  constructor() {
    super();
    this.steps = [];
    this.tenants = [];
    this.said = '';
    this.exploit = null;
  }

  protected override render(): TemplateResult {
    return html`<ol class="steps">
      ${this.steps.map(
        (step) =>
          html`<li class="step" ?data-crossed=${crossingsOf(step) > 0}>
            <p class="step-actor"><span class="quiet">as</span> ${actorMark(step.actor)}</p>
            <div class="step-body">
              <pre
                class="statement"
                tabindex=${scrollStop(step.sql)}
              ><code>${said(step)}</code></pre>
              <div class="outcome">
                ${this.#shown(step)}
                ${step.note === undefined || step.note === this.said ? nothing : html`<p class="note">${proseView(step.note)}</p>`}
                ${statements(step)}
              </div>
            </div>
          </li>`,
      )}
    </ol>`;
  }

  #shown(step: TranscriptStep): TemplateResult {
    const outcome = this.#outcome(step);
    if (this.exploit?.step !== step) return outcome;
    return besideOwn(this.exploit, this.tenants, outcome);
  }

  #outcome(step: TranscriptStep): TemplateResult {
    const { outcome } = step;
    switch (outcome.kind) {
      case 'rows':
        return html`${this.#count(step, plural(outcome.result.total, 'row'), 'of another tenant')}
        ${rowsView(outcome.result, this.tenants)}`;
      case 'changed':
        return html`${this.#count(step, `${plural(outcome.count, 'row')} changed`, 'across tenants')}
        ${changesView(outcome.changes, this.tenants)}`;
      case 'refused':
        return html`<div class="refused">
          <p>refused by the server</p>
          ${serverWords(outcome.error)}
        </div>`;
      case 'done':
        return html`<p class="quiet"><code>${outcome.tag}</code></p>`;
      case 'returned':
      case 'threw':
      case 'unsettled':
        return callOutcome(outcome, step.actor.tenant?.index ?? null, this.tenants);
      default:
        return unreachable(outcome);
    }
  }

  #count(step: TranscriptStep, rows: string, how: string): TemplateResult {
    const count = crossingsOf(step);
    const crossed = html`, <strong class="crossed">${count} ${how}</strong>`;
    return html`<p>→ ${rows}${count === 0 ? nothing : crossed}</p>`;
  }
}

function said({ language, sql }: TranscriptStep): TemplateResult | string {
  return language === 'typescript' ? codeView(sql.trim()) : sql.trim();
}

/** Under a call what it sent: there to be looked up, and not in the way. */
function statements({ statements: sent = [] }: TranscriptStep): TemplateResult | typeof nothing {
  if (sent.length === 0) return nothing;
  const most = sent.length === STEP_STATEMENTS ? 'the first ' : '';
  return html`<details>
    <summary>${most}${plural(sent.length, 'statement')} it sent</summary>
    <ol class="sent">
      ${sent.map((statement, at) => sentView(statement, at + 1))}
    </ol>
  </details>`;
}

function unreachable(outcome: never): never {
  throw new Error(`A step's outcome without a picture: ${JSON.stringify(outcome)}`);
}
