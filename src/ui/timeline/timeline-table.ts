import { html, nothing, type TemplateResult } from 'lit';
import type { Tenant } from '../../contract/index.ts';
import { requestView, settingsView } from './bar-detail.ts';
import type { TimelinePicture } from './timeline-picture.ts';

/** The same in rows: one for each time a connection was used, in the order in which it was taken. */
export function timelineTable(
  picture: TimelinePicture,
  tenants: readonly Tenant[],
): TemplateResult {
  const bars = picture.lanes
    .flatMap((lane) => lane.bars)
    .sort((one, other) => one.number - other.number);
  return html`<div class="table-scroll" role="group" aria-label="Timeline as a table" tabindex="0">
    <table class="timeline-table">
      <thead>
        <tr>
          <th scope="col">no.</th>
          <th scope="col">connection</th>
          <th scope="col">request</th>
          <th scope="col">was handed over with</th>
          <th scope="col">statements</th>
          <th scope="col">was given back with</th>
        </tr>
      </thead>
      <tbody>
        ${bars.map(
          (each) =>
            html`<tr class=${each.bar.inherited === null ? nothing : 'foreign'}>
              <td class="number">${each.number}</td>
              <td>${each.lane}</td>
              <th scope="row">${requestView(each, tenants)}</th>
              <td>
                ${each.bar.inherited === null ? nothing : html`<span class="sign" role="img" aria-label="leaked">✕</span> `}
                ${settingsView(each.bar.settingsIn, tenants)}
              </td>
              <td>${each.ticks.map(({ number }) => number).join(', ')}</td>
              <td>
                ${each.bar.to === null ? 'never given back' : settingsView(each.bar.settingsOut, tenants)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
