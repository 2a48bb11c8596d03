import { html, nothing, type TemplateResult } from 'lit';
import type { SessionState } from '../../workbook/index.ts';

/** The panel around the timeline: of which run it is, and whether the files are still the same. */
export function timelinePanel({ timeline, revision }: SessionState): TemplateResult {
  if (timeline === null) return html`<p class="quiet">No timeline yet.</p>`;
  const { of, title, seed, timeline: picture } = timeline.value;
  return html`<p class="quiet">
      ${of === 'attack' ? 'The attack' : 'The check'} <q>${title}</q>, seed <code>${seed}</code>.
      ${timeline.revision === revision ? nothing : 'You have edited the files since.'}
    </p>
    <lp-timeline .timeline=${picture}></lp-timeline>`;
}
