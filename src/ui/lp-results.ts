import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { shownPanels, type Panel, type SessionState } from '../workbook/index.ts';
import { LightElement } from './light-element.ts';
import { panelNews } from './panel-news.ts';
import { SessionController } from './session-controller.ts';
import { moveAmongTabs } from './tab-keys.ts';
import { pictureTitle } from './picture/picture-names.ts';
import { picturePanel } from './picture/picture-panel.ts';

/** The picture's tab is named by what it is a picture of. */
const TITLES: Readonly<Record<Exclude<Panel, 'picture'>, string>> = {
  verdict: 'Verdict',
  attack: 'Attack',
  matrix: 'Matrix',
  console: 'Console',
  data: 'Data',
};

/** The panels under the actions, as tabs. All of them stay in the page, so each keeps its state. */
export class LpResults extends LightElement {
  readonly #lesson = new SessionController(this);

  protected override render(): TemplateResult {
    const { session, state } = this.#lesson;
    const shown = shownPanels(session.lesson, state);
    const content: Readonly<Record<Panel, TemplateResult>> = {
      verdict: html`<lp-hints></lp-hints><lp-verdict></lp-verdict>`,
      attack: html`<lp-attack></lp-attack>`,
      picture: picturePanel(state),
      matrix: html`<lp-matrix></lp-matrix>`,
      console: html`<lp-sql-console></lp-sql-console>
        <h3 class="console-files">What your files answered, in the latest run</h3>
        <lp-console></lp-console>`,
      data: html`<lp-data></lp-data>`,
    };
    return html`<div
        class="tabs results-tabs"
        role="tablist"
        aria-label="Results"
        @keydown=${moveAmongTabs}
      >
        ${repeat(
          shown,
          (panel) => panel,
          (panel) => this.#tab(panel, state),
        )}
      </div>
      ${repeat(
        shown,
        (panel) => panel,
        (panel) => this.#panel(panel, content[panel]),
      )}`;
  }

  #tab(panel: Panel, state: SessionState): TemplateResult {
    const selected = state.panel === panel;
    const news = panelNews(panel, state);
    return html`<button
      type="button"
      class="tab"
      role="tab"
      id="tab-${panel}"
      aria-selected=${selected}
      aria-controls="panel-${panel}"
      tabindex=${selected ? 0 : -1}
      @click=${() => this.#lesson.session.showPanel(panel)}
    >
      ${panel === 'picture' ? pictureTitle(state.picture?.value.picture) : TITLES[panel]}
      <span class="news" data-tone=${news?.tone ?? nothing} aria-hidden="true">${news?.sign}</span>
      ${news === null ? nothing : html`<span class="visually-hidden">(${news.words})</span>`}
    </button>`;
  }

  #panel(panel: Panel, content: TemplateResult): TemplateResult {
    return html`<div
      class="results-panel"
      role="tabpanel"
      id="panel-${panel}"
      aria-labelledby="tab-${panel}"
      tabindex="0"
      ?hidden=${this.#lesson.state.panel !== panel}
    >
      ${content}
    </div>`;
  }
}
