import { html, nothing, type TemplateResult } from 'lit';
import type { RowChange, Tenant, TranscriptStep } from '../contract/index.ts';
import { plural } from '../workbook/index.ts';
import { serverWords } from './fault-view.ts';
import { LightElement } from './light-element.ts';
import { actorMark, ownerMark } from './marks.ts';
import { isUuid, rowsView } from './rows-view.ts';

/** Changes that are listed; a statement that changed a thousand rows is counted, not recited. */
const SHOWN_CHANGES = 6;

/** Who ran what, and whose rows came of it: one step after the other. */
export class LpTranscript extends LightElement {
  static override properties = {
    steps: { attribute: false },
    tenants: { attribute: false },
    said: { attribute: false },
  };
  declare steps: readonly TranscriptStep[];
  declare tenants: readonly Tenant[];
  /** What stands above the transcript already, so that no note says it again. */
  declare said: string;

  constructor() {
    super();
    this.steps = [];
    this.tenants = [];
    this.said = '';
  }

  protected override render(): TemplateResult {
    return html`<ol class="steps">
      ${this.steps.map(
        (step) =>
          html`<li class="step" ?data-crossed=${crossings(step) > 0}>
            <p class="step-actor"><span class="quiet">as</span> ${actorMark(step.actor)}</p>
            <div class="step-body">
              <pre class="statement"><code>${step.sql.trim()}</code></pre>
              <div class="outcome">
                ${this.#outcome(step)}
                ${step.note === undefined || step.note === this.said ? nothing : html`<p class="note">${step.note}</p>`}
              </div>
            </div>
          </li>`,
      )}
    </ol>`;
  }

  #outcome(step: TranscriptStep): TemplateResult {
    const { outcome } = step;
    switch (outcome.kind) {
      case 'rows':
        return html`${this.#count(step, plural(outcome.result.total, 'row'), 'of another tenant')}
        ${rowsView(outcome.result, this.tenants)}`;
      case 'changed':
        return html`${this.#count(step, `${plural(outcome.count, 'row')} changed`, 'across tenants')}
        ${this.#changes(outcome.changes)}`;
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

  #count(step: TranscriptStep, rows: string, how: string): TemplateResult {
    const count = crossings(step);
    const crossed = html`, <strong class="crossed">${count} ${how}</strong>`;
    return html`<p>→ ${rows}${count === 0 ? nothing : crossed}</p>`;
  }

  #changes(changes: readonly RowChange[]): TemplateResult {
    const rest = changes.length - SHOWN_CHANGES;
    return html`<ul class="changes">
      ${changes.slice(0, SHOWN_CHANGES).map((change) => html`<li>${this.#change(change)}</li>`)}
      ${rest > 0 ? html`<li class="quiet">and ${plural(rest, 'more row')}</li>` : nothing}
    </ul>`;
  }

  #change({ table, kind, key, ownerBefore, ownerAfter }: RowChange): TemplateResult {
    const row = html`<code
      >${table} ${isUuid(key) ? html`<span class="uuid">${key}</span>` : key}</code
    >`;
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

/** Rows that came from another tenant, or went to one, in a step of somebody with a tenant. */
function crossings({ actor, outcome }: TranscriptStep): number {
  if (outcome.kind === 'rows') return outcome.result.rows.filter((row) => row.foreign).length;
  if (outcome.kind !== 'changed') return 0;
  const own = actor.tenant?.index ?? null;
  const elsewhere = (owner: number | null): boolean => owner !== null && owner !== own;
  return outcome.changes.filter(
    ({ ownerBefore, ownerAfter }) => elsewhere(ownerBefore) || elsewhere(ownerAfter),
  ).length;
}

function unreachable(outcome: never): never {
  throw new Error(`A step's outcome without a picture: ${JSON.stringify(outcome)}`);
}
