import { html, nothing, type TemplateResult } from 'lit';
import type { Evidence } from '../contract/index.ts';
import { tenantMark } from './marks.ts';

/** In which order the replies came while several calls were in flight: what makes it happen again. */
export function scheduleView({
  schedule = [],
  transcript,
}: Evidence): TemplateResult | typeof nothing {
  if (schedule.length === 0) return nothing;
  return html`<details class="schedule">
    <summary>These calls were in flight together: the order of their replies</summary>
    <ol class="sent">
      ${schedule.map(({ step, what }) => html`<li>${caller(transcript, step)} <code>${what}</code></li>`)}
    </ol>
  </details>`;
}

function caller(transcript: Evidence['transcript'], step: number | null): TemplateResult {
  const called = step === null ? undefined : transcript[step];
  if (called === undefined) return html`<span class="quiet">no call’s:</span>`;
  const { tenant } = called.actor;
  return html`${tenant === null ? html`<span class="no-context">no tenant</span>` : tenantMark(tenant)}
    <span class="quiet">${called.sql}:</span>`;
}
