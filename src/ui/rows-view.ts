import { html, nothing, type TemplateResult } from 'lit';
import type { OwnedRows, Tenant } from '../contract/index.ts';
import { formatCount, plural } from '../workbook/index.ts';
import { ownerMark } from './marks.ts';

type Row = OwnedRows['rows'][number];

/** Rows that are shown at once; the others wait behind a disclosure. */
const SHOWN_ROWS = 6;

/** Longer values are cut: a page is no place for a megabyte in a cell. */
const SHOWN_CHARACTERS = 200;

/**
 * Rows as a table, each with its owner; rows that reached the wrong hands come first.
 * @param name of the table, for who does not see what stands around it
 */
export function rowsView(
  result: OwnedRows,
  tenants: readonly Tenant[],
  name = 'Rows',
): TemplateResult {
  const owned = result.rows.some((row) => row.owner !== null);
  const rows = [...result.rows].sort((one, other) => Number(other.foreign) - Number(one.foreign));
  const table = (part: readonly Row[]): TemplateResult =>
    rowTable(result, part, owned, tenants, name);
  const rest = rows.slice(SHOWN_ROWS);
  return html`${rows.length === 0 ? nothing : table(rows.slice(0, SHOWN_ROWS))}
  ${
    rest.length === 0
      ? nothing
      : html`<details>
          <summary>${plural(rest.length, 'more row')}</summary>
          ${table(rest)}
        </details>`
  }
  ${
    result.total > rows.length && rows.length > 0
      ? html`<p class="quiet">
          showing the first ${formatCount(rows.length)} of ${plural(result.total, 'row')}
        </p>`
      : nothing
  }`;
}

function rowTable(
  result: OwnedRows,
  rows: readonly Row[],
  owned: boolean,
  tenants: readonly Tenant[],
  name: string,
): TemplateResult {
  return html`<div class="table-scroll" role="group" aria-label=${name} tabindex="0">
    <table class="rows">
      <thead>
        <tr>
          ${owned ? html`<th scope="col">whose</th>` : nothing}
          ${result.columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr class=${row.foreign ? 'foreign' : nothing}>
              ${owned ? html`<th scope="row">${ownerCell(row, tenants)}</th>` : nothing}
              ${row.values.map((value) => html`<td>${cellView(value)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function ownerCell(row: Row, tenants: readonly Tenant[]): TemplateResult {
  const sign = html`<span class="sign" role="img" aria-label="leaked">✕</span> `;
  return html`${row.foreign ? sign : nothing}${ownerMark(tenants, row.owner)}`;
}

/** A uuid is told apart by its first digits: it is drawn short, and copied and read out in full. */
export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

/** A value of more characters wraps within its cell. */
const ONE_LINE = 24;

/** One value; NULL is told from the text "NULL". */
export function cellView(value: string | null): TemplateResult | string {
  if (value === null) return html`<span class="null">NULL</span>`;
  if (isUuid(value)) return html`<span class="uuid">${value}</span>`;
  if (value.length <= ONE_LINE) return value;
  const cut = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
  return html`<span class="long">${cut}</span>`;
}
