import { html, type TemplateResult } from 'lit';
import { cellView } from './rows-view.ts';

/**
 * Rows that are nobody's in particular, in a region of their own that scrolls by keyboard too.
 * @param label of the region
 * @param heads one for each column
 */
export function plainTable(
  label: string,
  heads: readonly (string | TemplateResult)[],
  rows: readonly (readonly (string | null)[])[],
): TemplateResult {
  return html`<div class="table-scroll" role="group" aria-label=${label} tabindex="0">
    <table class="rows">
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((value) => html`<td>${cellView(value)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
