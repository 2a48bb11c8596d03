import { html, nothing, type TemplateResult } from 'lit';
import type { FoundRow, RowChange, Tenant, TranscriptStep } from '../contract/index.ts';
import { crossingChanges, faultPlace, plural } from '../workbook/index.ts';
import { changesView, rowName } from './changes-view.ts';
import { codeView } from './code-view.ts';
import { placeButton } from './fault-view.ts';
import { ownerMark } from './marks.ts';
import { scrollStop } from './scroll-stop.ts';

type Outcome = TranscriptStep['outcome'];

/** What calling one of the learner's functions came to. */
export type CallOutcome = Extract<Outcome, { kind: 'returned' | 'threw' | 'unsettled' }>;

/** Found rows that are named under a value; the others are counted. */
const SHOWN_ROWS = 6;

/** What a call answered or threw, whose rows were in it, and what it changed. */
export function callOutcome(
  outcome: CallOutcome,
  own: number | null,
  tenants: readonly Tenant[],
): TemplateResult {
  const changes = changed(outcome.changes, own, tenants);
  switch (outcome.kind) {
    case 'returned':
      return html`<p>→ returned${crossed(outcome.found)}</p>
        <pre class="value" tabindex=${scrollStop(outcome.value)}><code
          >${codeView(outcome.value, outcome.found)}</code
        ></pre>
        ${foundView(outcome.found, tenants)} ${changes}`;
    case 'threw':
      return html`<p>→ threw${crossed(outcome.found)}</p>
        <div class="refused">
          <p>
            <code>${outcome.name}${outcome.code === null ? nothing : html` ${outcome.code}`}</code>
            <span class="thrown-message">${codeMarked(outcome.message, outcome.found)}</span>
          </p>
          ${thrownAt(outcome)}
        </div>
        ${foundView(outcome.found, tenants)} ${changes}`;
    case 'unsettled':
      return html`<p>→ <strong>never answered</strong></p>
        <div class="refused"><p>${outcome.message}</p></div>
        ${changes}`;
  }
}

function crossed(found: readonly FoundRow[]): TemplateResult | typeof nothing {
  const count = found.filter((row) => row.foreign).length;
  if (count === 0) return nothing;
  return html`, <strong class="crossed">${plural(count, 'row')} of another tenant</strong>`;
}

function changed(
  changes: readonly RowChange[],
  own: number | null,
  tenants: readonly Tenant[],
): TemplateResult | typeof nothing {
  if (changes.length === 0) return nothing;
  const count = crossingChanges(changes, own).length;
  const across = html`, <strong class="crossed">${count} across tenants</strong>`;
  return html`<p>→ ${plural(changes.length, 'row')} changed${count === 0 ? nothing : across}</p>
    ${changesView(changes, tenants)}`;
}

/** The foreign rows by their names: a text in a value does not say whose it is. */
function foundView(
  found: readonly FoundRow[],
  tenants: readonly Tenant[],
): TemplateResult | typeof nothing {
  const rows = found.filter((row) => row.foreign);
  if (rows.length === 0) return nothing;
  const rest = rows.length - SHOWN_ROWS;
  return html`<ul class="found-rows">
    ${rows.slice(0, SHOWN_ROWS).map(
      (row) =>
        html`<li>
          <span class="sign" role="img" aria-label="leaked">✕</span>
          ${ownerMark(tenants, row.owner)} ${rowName(row.table, row.key)}
        </li>`,
    )}
    ${rest > 0 ? html`<li class="quiet">and ${plural(rest, 'more row')}</li>` : nothing}
  </ul>`;
}

/** A message is prose, not code, yet another's text in it is marked alike. */
function codeMarked(message: string, found: readonly FoundRow[]): TemplateResult | string {
  return found.length === 0 ? message : codeView(message, found);
}

function thrownAt({
  place,
  message,
}: Extract<Outcome, { kind: 'threw' }>): TemplateResult | typeof nothing {
  if (place === null) return nothing;
  const fault = { code: 'program-error' as const, message, ...place };
  return html`<p><span class="quiet">at</span> ${placeButton(fault, faultPlace(fault))}</p>`;
}
