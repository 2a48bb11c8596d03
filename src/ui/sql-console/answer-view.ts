import { html, nothing, type TemplateResult } from 'lit';
import type { SqlError, WorkspaceAnswer, WorkspaceResult } from '../../contract/index.ts';
import { formatCount, plural } from '../../workbook/index.ts';
import { plainTable } from '../plain-table.ts';
import { planView } from './plan-view.ts';

type Rows = Extract<WorkspaceResult, { kind: 'rows' }>;

/** All that a text came to, in the order of its statements. */
export function answerView(answer: WorkspaceAnswer): TemplateResult {
  const { results, unlisted, notices, error, leftOpen } = answer;
  return html`${notices.map(noticeView)}
    <ol class="console-results">
      ${results.map((result) => html`<li>${resultView(result)}</li>`)}
    </ol>
    ${unlisted === 0 ? nothing : html`<p class="quiet">${plural(unlisted, 'more result')}</p>`}
    ${error === null ? nothing : errorView(error, results.some(changes))}
    ${
      leftOpen
        ? html`<p class="console-note">
            It ended inside a transaction, which was rolled back: nothing since BEGIN is kept.
          </p>`
        : nothing
    }`;
}

/** The same in a few words, for who listens. */
export function answerWords({ results, error }: WorkspaceAnswer): string {
  if (error !== null) return `${error.severity} ${error.code}: ${error.message}`;
  const last = results.at(-1);
  if (last?.kind === 'rows') return `${last.tag}, ${plural(last.total, 'row')}`;
  return last === undefined ? 'Nothing to run.' : last.kind === 'note' ? last.text : last.tag;
}

function resultView(result: WorkspaceResult): TemplateResult {
  switch (result.kind) {
    case 'rows':
      return rowsResult(result);
    case 'done':
      return html`<code class="tag">${result.tag}</code>`;
    case 'plan':
      return planView(result.root);
    case 'note':
      return html`<p class="console-note">${result.text}</p>`;
    default: {
      const unreachable: never = result;
      return unreachable;
    }
  }
}

function rowsResult(result: Rows): TemplateResult {
  const head = html`<p class="console-extent">
    ${result.described ? html`<b>${result.tag}</b>` : html`<code class="tag">${result.tag}</code>`}
    <span class="quiet">${extent(result)}</span>
  </p>`;
  return html`${head}${result.rows.length === 0 && result.described ? nothing : tableView(result)}`;
}

function extent({ rows, total, described }: Rows): string {
  if (total > rows.length) return `showing the first ${formatCount(rows.length)}`;
  return described && total === 0 ? 'none' : '';
}

function tableView({ columns, rows, tag, described }: Rows): TemplateResult {
  const heads = columns.map(({ name, type }) =>
    described ? name : html`${name} <span class="type">${type}</span>`,
  );
  return plainTable(`Result of ${tag}`, heads, rows);
}

/** By its tag: a statement that only reads leaves nothing to be undone. */
const changes = (result: WorkspaceResult): boolean =>
  result.kind !== 'note' && !/^(?:SELECT|SHOW|EXPLAIN|FETCH|BEGIN)\b/.test(result.tag);

function noticeView({ severity, message, detail, hint }: SqlError): TemplateResult {
  return html`<p class="server-words">
    <code>${severity}</code> ${message}
    ${detail === undefined ? nothing : html`<br />Detail: ${detail}`}
    ${hint === undefined ? nothing : html`<br />Hint: ${hint}`}
  </p>`;
}

/** Never in the colour of leaks: a refusal gives nothing away. */
function errorView(error: NonNullable<WorkspaceAnswer['error']>, undone: boolean): TemplateResult {
  const { severity, code, message, detail, hint, line, column } = error;
  return html`<div class="console-error">
    <p>
      <code class="tag">${severity} ${code}</code>
      ${line === undefined ? nothing : html`<span class="quiet">line ${line}, column ${column}</span>`}
    </p>
    <p>${message}</p>
    ${detail === undefined ? nothing : html`<p>Detail: ${detail}</p>`}
    ${hint === undefined ? nothing : html`<p>Hint: ${hint}</p>`}
    ${
      undone
        ? html`<p class="quiet">
            The statements before it are undone with it, but for what the text committed itself.
          </p>`
        : nothing
    }
  </div>`;
}
