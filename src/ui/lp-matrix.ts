import { html, nothing, type TemplateResult } from 'lit';
import { MatrixCommand, MatrixContext, type Matrix, type MatrixCell } from '../contract/index.ts';
import { formatCount } from '../workbook/index.ts';
import { serverWords } from './fault-view.ts';
import { LightElement } from './light-element.ts';
import { actorMark } from './marks.ts';
import { SessionController } from './session-controller.ts';

const CONTEXTS: Readonly<Record<MatrixContext, string>> = {
  own: 'own tenant',
  other: 'other tenant',
  none: 'no context',
};

/** Sign and words of each state; `denied` and `allowed` are both as they should be. */
const STATES: Readonly<Record<MatrixCell['state'], { sign: string; word: string }>> = {
  allowed: { sign: '✓', word: 'allowed, as it should be' },
  denied: { sign: '–', word: 'denied, as it should be' },
  leaked: { sign: '✕', word: 'leaked' },
  'over-blocked': { sign: '∅', word: 'own access broken' },
};

/** The isolation matrix: what each context reaches of each table, counted on the engine. */
export class LpMatrix extends LightElement {
  static override properties = { open: { state: true } };
  /** The cell whose statement is shown. */
  declare open: string | null;
  readonly #lesson = new SessionController(this);

  constructor() {
    super();
    this.open = null;
  }

  protected override render(): TemplateResult {
    const matrix = this.#lesson.state.verdict?.value.matrix ?? null;
    if (matrix === null) {
      return html`<p class="quiet">
        No matrix yet. <em>Check</em> tries each command on each table as the row’s own tenant, as
        another tenant, and without a tenant.
      </p>`;
    }
    return html`<div class="table-scroll">
        <table class="matrix">
          <caption>
            <span>Rows reached of rows there were. Press a cell for its statement.</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">table</th>
              <th scope="col">command</th>
              ${MatrixContext.options.map((each) => html`<th scope="col">${CONTEXTS[each]}</th>`)}
            </tr>
          </thead>
          ${matrix.tables.map((table) => this.#table(matrix, table))}
        </table>
      </div>
      <ul class="legend">
        ${Object.entries(STATES).map(
          ([state, { sign, word }]) =>
            html`<li>
              <span class="cell-sign" data-state=${state} aria-hidden="true">${sign}</span> ${word}
            </li>`,
        )}
      </ul>`;
  }

  #table(matrix: Matrix, table: string): TemplateResult {
    const commands = MatrixCommand.options.filter((command) =>
      matrix.cells.some((cell) => cell.table === table && cell.command === command),
    );
    return html`<tbody data-table=${table}>
      ${commands.map((command, index) => {
        const cells = matrix.cells.filter(
          (cell) => cell.table === table && cell.command === command,
        );
        const opened = cells.find((cell) => idOf(cell) === this.open);
        return html`<tr>
            ${index === 0 ? html`<th scope="row" class="matrix-table">${table}</th>` : html`<td class="matrix-blank"></td>`}
            <th scope="row"><span class="visually-hidden">${table} </span>${command}</th>
            ${MatrixContext.options.map((context) => this.#cell(cells, context))}
          </tr>
          ${opened === undefined ? nothing : detail(opened)}`;
      })}
    </tbody>`;
  }

  #cell(cells: readonly MatrixCell[], context: MatrixContext): TemplateResult {
    return html`<td>
      ${cells.filter((cell) => cell.context === context).map((cell) => this.#button(cell))}
    </td>`;
  }

  #button(cell: MatrixCell): TemplateResult {
    const { sign, word } = STATES[cell.state];
    const open = idOf(cell) === this.open;
    return html`<button
      type="button"
      class="cell"
      data-state=${cell.state}
      aria-expanded=${open}
      @click=${() => (this.open = open ? null : idOf(cell))}
    >
      <span class="cell-sign" data-state=${cell.state} aria-hidden="true">${sign}</span>
      ${formatCount(cell.reached)}/${formatCount(cell.total)}
      <span class="visually-hidden">${word}</span>
    </button>`;
  }
}

function idOf(cell: MatrixCell): string {
  return [cell.table, cell.command, cell.context, cell.actor.tenant?.index, cell.actor.role].join(
    ' ',
  );
}

/** A row of its own under the cell's, so that nothing is covered. */
function detail(cell: MatrixCell): TemplateResult {
  return html`<tr class="matrix-detail">
    <td colspan="5">
      <p><span class="quiet">as</span> ${actorMark(cell.actor)}</p>
      <pre class="statement"><code>${cell.sql.trim()}</code></pre>
      <p>
        → reached ${formatCount(cell.reached)} of ${formatCount(cell.total)} rows,
        ${STATES[cell.state].word}
      </p>
      ${cell.error === null ? nothing : serverWords(cell.error)}
    </td>
  </tr>`;
}
