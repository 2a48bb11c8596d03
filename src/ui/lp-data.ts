import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { TableRows, Tenant, WorldData } from '../contract/index.ts';
import { formatCount, plural, type Dated, type RunData, type ShownRun } from '../workbook/index.ts';
import { LightElement } from './light-element.ts';
import { tenantMark } from './marks.ts';
import { policiesView, securityView } from './policies-view.ts';
import { cellView } from './rows-view.ts';
import { SessionController } from './session-controller.ts';

const RUNS: Readonly<Record<ShownRun, string>> = { attack: 'the attack', check: 'the check' };

/** Whose rows there were in the latest run, past every policy, and what the policies say. */
export class LpData extends LightElement {
  readonly #lesson = new SessionController(this);
  /** What stands in the panel: many rows, so they are made when somebody looks and not with each run. */
  #shown: Dated<RunData> | null = null;

  protected override render(): TemplateResult {
    const { data: latest, panel, revision } = this.#lesson.state;
    if (panel === 'data' || latest === null) this.#shown = latest;
    const data = this.#shown;
    if (data === null) {
      return html`<p class="quiet">
        No rows yet. A run lists here whose rows its tables held, past every policy, and what each
        policy says.
      </p>`;
    }
    const { of, world } = data.value;
    return html`<p class="quiet">
        The world of ${RUNS[of]}, seed <code>${world.seed}</code>, past every policy.
        ${data.revision === revision ? nothing : 'You have edited the files since.'}
      </p>
      <ul class="data-tenants" aria-label="Tenants">
        ${world.tenants.map((tenant) => html`<li>${tenantMark(tenant)} ${idView(tenant)}</li>`)}
      </ul>
      ${guard([world], () => world.tables.map((table) => tableView(table, world)))}`;
  }
}

const idView = ({ id }: Tenant): TemplateResult => html`<code>${cellView(id)}</code>`;

function tableView(
  { security, rows }: WorldData['tables'][number],
  { tenants, application }: WorldData,
): TemplateResult {
  const { table } = security;
  return html`<section class="data-table" aria-labelledby="data-${table}">
    <h3 id="data-${table}"><code>${table}</code> <span class="quiet">${extent(rows)}</span></h3>
    ${rows.rows.length === 0 ? nothing : rowsTable(table, rows, tenants)}
    ${securityView(security, application)} ${policiesView(security)}
  </section>`;
}

function extent({ rows, total }: TableRows): string {
  if (total <= rows.length) return plural(total, 'row');
  return `showing ${formatCount(rows.length)} of ${plural(total, 'row')}`;
}

function rowsTable(
  table: string,
  { columns, rows }: TableRows,
  tenants: readonly Tenant[],
): TemplateResult {
  return html`<div class="table-scroll" role="group" aria-label="Rows of ${table}" tabindex="0">
    <table class="rows owned">
      <thead>
        <tr>
          <th scope="col">whose</th>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ values, owner }) =>
            html`<tr data-tenant=${owner ?? nothing}>
              <th scope="row">${whose(tenants, owner)}</th>
              ${values.map((value) => html`<td>${cellView(value)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function whose(tenants: readonly Tenant[], owner: number | null): TemplateResult {
  const tenant = tenants.find(({ index }) => index === owner);
  return tenant === undefined ? html`<span class="quiet">nobody</span>` : tenantMark(tenant);
}
