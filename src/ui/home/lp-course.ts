import { html, nothing, type TemplateResult } from 'lit';
import { courseOf, plural } from '../../workbook/index.ts';
import { LightElement } from '../base/index.ts';
import { HomeController } from './home-controller.ts';

/** How far the learner has come, and how long the rest takes. */
export class LpCourse extends LightElement {
  readonly #home = new HomeController(this);

  protected override render(): TemplateResult {
    const { lessons, shelf } = this.#home.home;
    const { held, total, minutesLeft } = courseOf(lessons, shelf.state.records);
    if (held === 0) {
      return html`<p class="course">
        ${plural(total, 'lesson')}, ${plural(minutesLeft, 'minute')}
      </p>`;
    }
    const left = minutesLeft === 0 ? nothing : html`, ${plural(minutesLeft, 'minute')} left`;
    return html`<p class="course">
      <span>${held} of ${plural(total, 'lesson')} ${held === 1 ? 'holds' : 'hold'}${left}</span>
      <progress max=${total} .value=${held} aria-label="Lessons that hold"></progress>
    </p>`;
  }
}
