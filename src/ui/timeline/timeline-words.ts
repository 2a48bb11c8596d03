import { html, nothing, type TemplateResult } from 'lit';
import { formatCount, plural } from '../../workbook/index.ts';
import { stateMark } from '../marks.ts';
import type { BarPicture, TimelinePicture } from './timeline-picture.ts';

/** What the picture shows, in one sentence. Held is only what nothing was left behind on. */
export function summary(bars: readonly BarPicture[]): TemplateResult {
  const inherited = bars.filter(({ bar }) => bar.inherited !== null).length;
  const kept = bars.filter(({ bar }) => bar.settingsOut.some(({ tenant }) => tenant !== null));
  const handed = html`A connection was handed over ${plural(bars.length, 'time')}`;
  if (inherited > 0) {
    return html`<p class="sentence">
      ${stateMark('leaked')} ${handed}, ${formatCount(inherited)} of them with another tenant’s
      setting.
    </p>`;
  }
  if (kept.length > 0) {
    return html`<p class="sentence">
      ${handed}, and kept its tenant’s setting after ${formatCount(kept.length)} of them.
    </p>`;
  }
  return html`<p class="sentence">
    ${stateMark('held')} ${handed}, never with another tenant’s setting.
  </p>`;
}

/** How the picture is read. */
export function legend({ lanes }: TimelinePicture): TemplateResult {
  const names = [...new Set(lanes.flatMap((lane) => lane.settings.map(({ name }) => name)))];
  return html`<p class="quiet timeline-legend">
    A bar is one use of the connection, its numbers are the statements it sent.
    ${
      names.length === 0
        ? nothing
        : html`The band below is what <code>${names.join(', ')}</code> held whenever the connection
            changed hands, in the mark of the tenant whose id it was.`
    }
    Press a bar for what it ran.
  </p>`;
}
