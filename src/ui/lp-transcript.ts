import { html, nothing, type TemplateResult } from 'lit';
import type { RowChange, Tenant, TranscriptStep } from '../contract/index.ts';
import { plural } from '../workbook/index.ts';
import { serverWords } from './fault-view.ts';
import { LightElement } from './light-element.ts';
import { actorMark, ownerMark } from './marks.ts';
import { rowsView } from './rows-view.ts';

/** Changes that are listed; a statement that changed a thousand rows is counted, not recited. */
const SHOWN_CHANGES = 6;

/** Who ran what, and whose rows came of it: one step after the other. */
export class LpTranscript extends LightElement {
  static override properties = { steps: { attribute: false }, tenants: { attribute: false } };
  declare steps: readonly TranscriptStep[];
  declare tenants: readonly Tenant[];

  constructor() {
    super();
    this.steps = [];
    this.tenants = [];
  }

  protected override render(): TemplateResult {
    return html`<ol class="steps">
      ${this.steps.map(
        (step) =>
          html`<li class="step">
            <p class="step-actor"><span class="quiet">as</span> ${actorMark(step.actor)}</p>
            <div class="step-body">
              <pre class="statement"><code>${step.sql.trim()}</code></pre>
              <div class="outcome">
                ${this.#outcome(step.outcome)}
                ${step.note === undefined ? nothing : html`<p class="note">${step.note}</p>`}
              </div>
            </div>
          </li>`,
      )}
    </ol>`;
  }

  #outcome(outcome: TranscriptStep['outcome']): TemplateResult {
    switch (outcome.kind) {
      case 'rows':
        return this.#rows(outcome.result);
      case 'changed':
        return this.#changes(outcome.count, outcome.changes);
      case 'refused':
        return html`<div class="refused">
          <p>refused by the server</p>
          ${serverWords(outcome.error)}
        </div>`;
      case 'done':
        return html`<p class="quiet"><code>${outcome.tag}</code></p>`;
      default:
        return unreachable(outcome);
    }
  }

  #rows(result: Extract<TranscriptStep['outcome'], { kind: 'rows' }>['result']): TemplateResult {
    const foreign = result.rows.filter((row) => row.foreign).length;
    const crossed = html`, <strong class="crossed">${foreign} of another tenant</strong>`;
    return html`<p>→ ${plural(result.total, 'row')}${foreign === 0 ? nothing : crossed}</p>
      ${rowsView(result, this.tenants)}`;
  }

  #changes(count: number, changes: readonly RowChange[]): TemplateResult {
    const rest = changes.length - SHOWN_CHANGES;
    return html`<p>→ ${plural(count, 'row')} changed</p>
      <ul class="changes">
        ${changes.slice(0, SHOWN_CHANGES).map((change) => html`<li>${this.#change(change)}</li>`)}
        ${rest > 0 ? html`<li class="quiet">and ${plural(rest, 'more row')}</li>` : nothing}
      </ul>`;
  }

  #change({ table, kind, key, ownerBefore, ownerAfter }: RowChange): TemplateResult {
    const row = html`<code>${table} ${key}</code>`;
    const before = ownerMark(this.tenants, ownerBefore);
    const after = ownerMark(this.tenants, ownerAfter);
    switch (kind) {
      case 'inserted':
        return html`${row} inserted, now ${after}`;
      case 'deleted':
        return html`${row} deleted, was ${before}`;
      case 'updated':
        return ownerBefore === ownerAfter
          ? html`${row} updated, ${after}`
          : html`${row} moved from ${before} to ${after}`;
    }
  }
}

function unreachable(outcome: never): never {
  throw new Error(`A step's outcome without a picture: ${JSON.stringify(outcome)}`);
}
