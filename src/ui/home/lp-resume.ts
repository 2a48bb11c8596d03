import { html, nothing, type TemplateResult } from 'lit';
import { courseOf } from '../../workbook/index.ts';
import { LightElement } from '../base/index.ts';
import { HomeController } from './home-controller.ts';

/** The way back to where the learner was, in the bar: it is seen at once, and nothing moves for it. */
export class LpResume extends LightElement {
  readonly #home = new HomeController(this);

  protected override render(): TemplateResult | typeof nothing {
    const { lessons, shelf } = this.#home.home;
    const { held, next } = courseOf(lessons, shelf.state.records);
    // To a newcomer the page shows one way on, and this would be a second.
    if (next === null || (held === 0 && !next.begun)) return nothing;
    const { slug, title } = next.lesson;
    return html`<a class="resume" href="lessons/${slug}/"
      ><span>${next.begun ? 'Go on with' : 'Next'}</span> <b>${title}</b></a
    >`;
  }
}
