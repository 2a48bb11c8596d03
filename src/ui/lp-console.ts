import { html, nothing, type TemplateResult } from 'lit';
import type { ConsoleResult } from '../contract/index.ts';
import { formatCount, plural } from '../workbook/index.ts';
import { LightElement } from './light-element.ts';
import { outputView } from './output-view.ts';
import { plainTable } from './plain-table.ts';
import { SessionController } from './session-controller.ts';

/** Results that stand open at once; the tables of the others are only built when asked for. */
const OPEN_RESULTS = 3;

/** What the learner's own statements answered and the program wrote, in the latest run. */
export class LpConsole extends LightElement {
  static override properties = { opened: { state: true } };
  /** Results the learner opened, by identity, so that a new run begins closed. */
  declare opened: ReadonlySet<ConsoleResult>;
  readonly #lesson = new SessionController(this);

  constructor() {
    super();
    this.opened = new Set();
  }

  protected override render(): TemplateResult {
    const { console: results, output, attack, verdict } = this.#lesson.state;
    if (results.length === 0 && output.length === 0) {
      const ran = attack !== null || verdict !== null;
      return html`<p class="quiet">
        ${
          ran
            ? 'Nothing in your files returned rows or wrote to the console in the latest run.'
            : 'Nothing has run yet. Rows that your statements return and what your code writes with console.log are listed here.'
        }
      </p>`;
    }
    const tables = results.filter((result) => result.columns.length > 0);
    const open = new Set(tables.slice(0, OPEN_RESULTS));
    const list = html`<ol class="console">
      ${results.map((result) => this.#result(result, open.has(result)))}
    </ol>`;
    return html`${output.length === 0 ? nothing : outputView(output)}
    ${results.length === 0 ? nothing : list}`;
  }

  #result(result: ConsoleResult, open: boolean): TemplateResult {
    const head = html`<span class="quiet">${result.file}</span> <code>${result.tag}</code>`;
    if (result.columns.length === 0) return html`<li>${head}</li>`;
    const built = open || this.opened.has(result);
    return html`<li>
      <details ?open=${open} @toggle=${(event: Event) => this.#build(event, result)}>
        <summary>${head} · ${extent(result)}</summary>
        ${built ? plainTable(`Result in ${result.file}`, result.columns, result.rows) : nothing}
      </details>
    </li>`;
  }

  #build(event: Event, result: ConsoleResult): void {
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLDetailsElement) || !currentTarget.open) return;
    this.opened = new Set([...this.opened, result]);
  }
}

/** How much of the result is here: a million rows are counted, not listed. */
function extent({ rows, total }: ConsoleResult): string {
  const all = total ?? rows.length;
  if (all <= rows.length) return plural(rows.length, 'row');
  return `showing the first ${formatCount(rows.length)} of ${plural(all, 'row')}`;
}
