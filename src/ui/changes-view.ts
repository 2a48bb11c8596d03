import { html, nothing, type TemplateResult } from 'lit';
import type { RowChange, Tenant } from '../contract/index.ts';
import { plural } from '../workbook/index.ts';
import { ownerMark } from './marks.ts';
import { isUuid } from './rows-view.ts';

/** Changes that are listed; a step that changed a thousand rows is counted, not recited. */
const SHOWN_CHANGES = 6;

/** The rows a step changed, by the truth before and after, with whose they were and are. */
export function changesView(
  changes: readonly RowChange[],
  tenants: readonly Tenant[],
): TemplateResult {
  const rest = changes.length - SHOWN_CHANGES;
  return html`<ul class="changes">
    ${changes
      .slice(0, SHOWN_CHANGES)
      .map((change) => html`<li>${changeView(change, tenants)}</li>`)}
    ${rest > 0 ? html`<li class="quiet">and ${plural(rest, 'more row')}</li>` : nothing}
  </ul>`;
}

function changeView(change: RowChange, tenants: readonly Tenant[]): TemplateResult {
  const { table, kind, key, ownerBefore, ownerAfter } = change;
  const row = rowName(table, key);
  const before = ownerMark(tenants, ownerBefore);
  const after = ownerMark(tenants, ownerAfter);
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

/** `documents 17`. */
export function rowName(table: string, key: string): TemplateResult {
  return html`<code>${table} ${isUuid(key) ? html`<span class="uuid">${key}</span>` : key}</code>`;
}
