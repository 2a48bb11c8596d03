import { html, nothing, svg, type TemplateResult } from 'lit';
import { dateWords, standingOf, type Standing } from '../../workbook/index.ts';
import { LightElement } from '../base/index.ts';
import { HomeController } from './home-controller.ts';

const PICTURES: Readonly<Record<Standing, TemplateResult>> = {
  new: svg`<circle cx="8" cy="8" r="5.5" />`,
  begun: svg`<circle cx="8" cy="8" r="5.5" /><path class="filled" d="M8 2.5a5.5 5.5 0 0 0 0 11z" />`,
  held: svg`<path d="m2.5 8.5 3.5 4 7.5-9" />`,
};

/** Before a lesson's title on the map: how far it has come. */
export class LpLessonMark extends LightElement {
  readonly #home = new HomeController(this);

  protected override render(): TemplateResult {
    const record = this.#home.home.shelf.state.records.get(this.dataset.slug ?? '');
    const standing = standingOf(record);
    const words =
      standing === 'held' ? `Holds since ${dateWords(record?.passed ?? 0)}` : WORDS[standing];
    return html`<svg class="mark" data-standing=${standing} viewBox="0 0 16 16" aria-hidden="true">
        ${words === '' ? nothing : svg`<title>${words}</title>`} ${PICTURES[standing]}
      </svg>
      ${words === '' ? nothing : html`<span class="visually-hidden">${words}:</span>`}`;
  }
}

const WORDS: Readonly<Record<Exclude<Standing, 'held'>, string>> = { new: '', begun: 'Begun' };
