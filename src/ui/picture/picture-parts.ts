import { html, nothing, type TemplateResult } from 'lit';
import type { PictureCall, Tenant } from '../../contract/index.ts';

/** Whose request a call was, with its number in the order of the calls, and what was called. */
export function callView(
  calls: readonly PictureCall[],
  index: number | null,
  tenants: readonly Tenant[],
): TemplateResult {
  const call = index === null ? undefined : calls[index];
  if (index === null || call === undefined) {
    return html`<span class="no-context">no call</span> <span class="quiet">while loading</span>`;
  }
  return html`<span class="call-number" aria-hidden="true">${index + 1}</span>
    ${whoView(call, tenants)} <code class="call-show">${call.show}</code>`;
}

/** The tenant whose request a call was. */
export function whoView(call: PictureCall, tenants: readonly Tenant[]): TemplateResult {
  const tenant = tenants.find((each) => each.index === call.tenant);
  return tenant === undefined
    ? html`<span class="no-context">no tenant</span>`
    : html`<span class="tenant" data-tenant=${tenant.index}>${tenant.name}</span>`;
}

/** The sign of a crossing, with its word for who listens. */
export const leakSign = html`<span class="sign" role="img" aria-label="leaked">✕</span>`;

/** The text form of a picture: all of it, in rows. */
export function sameAsTable(
  about: string,
  columns: readonly string[],
  rows: readonly TemplateResult[],
): TemplateResult {
  return html`<details class="picture-words">
    <summary>The same as a table</summary>
    <div class="table-scroll" role="group" aria-label="${about} as a table" tabindex="0">
      <table class="picture-table">
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** A row of that table; one that crossed wears it. */
export const tableRow = (foreign: boolean, cells: TemplateResult): TemplateResult =>
  html`<tr class=${foreign ? 'foreign' : nothing}>
    ${cells}
  </tr>`;
