import { html, nothing, type TemplateResult } from 'lit';
import type { SentStatement } from '../contract/index.ts';
import { plural } from '../workbook/index.ts';

/** A statement as a program sent it, and what the server answered; `number` is its place in a list. */
export function sentView(statement: SentStatement, number: number): TemplateResult {
  const { sql, parameters, rows, error } = statement;
  const answer =
    error !== null
      ? html`refused <code>${error}</code>`
      : rows === null
        ? nothing
        : html`→ ${plural(rows, 'row')}`;
  return html`<li value=${number}>
    <code class="sent-sql">${sql.trim()}</code>
    ${parameters.length === 0 ? nothing : html`<span class="sent-with">${parameters.map(parameterView)}</span>`}
    <span class="quiet">${answer}</span>
  </li>`;
}

function parameterView(value: string | null, at: number): TemplateResult {
  const shown = value === null ? html`<span class="null">NULL</span>` : html`<code>${value}</code>`;
  return html`<span class="parameter"><span class="quiet">$${at + 1}</span> ${shown}</span> `;
}
