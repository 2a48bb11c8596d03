import { html, type TemplateResult } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { LightElement } from '../../src/ui/light-element.ts';

class Drawn extends LightElement {
  static override properties = { word: {} };
  declare word: string;

  protected override render(): TemplateResult {
    return html`<p>${this.word}</p>`;
  }
}

class DrawnAlone extends Drawn {
  protected override drawsAlone(): boolean {
    return this.hasUpdated;
  }
}

customElements.define('test-drawn', Drawn);
customElements.define('test-drawn-alone', DrawnAlone);

const page = document.createElement('div');
document.body.append(page);
afterEach(() => {
  page.replaceChildren();
});

/** Puts an element into a place of that markup. */
function put(element: Drawn, place: string): Drawn {
  page.innerHTML = place;
  element.word = 'first';
  page.querySelector('.here')?.append(element);
  return element;
}

/** All that was put off to the end of this task. */
const endOfTask = (): Promise<void> => Promise.resolve().then(() => undefined);

describe('an element that is seen', () => {
  it.each([
    ['on the page', '<div class="here"></div>'],
    ['behind an open summary', '<details open><p class="here"></p></details>'],
  ])('%s is drawn in the task that changed it', async (_where, place) => {
    const element = put(new Drawn(), place);
    await endOfTask();
    expect(element.textContent).toBe('first');
  });

  it('and is much to draw has a task of its own for each change', async () => {
    const element = put(new DrawnAlone(), '<div class="here"></div>');
    await endOfTask();
    expect(element.textContent).toBe('first');
    element.word = 'second';
    await endOfTask();
    expect(element.textContent).toBe('first');
    await element.updateComplete;
    expect(element.textContent).toBe('second');
  });
});

describe('an element that is not seen', () => {
  it.each([
    ['in a hidden panel', '<div hidden><p class="here"></p></div>'],
    ['behind a closed summary', '<details><p class="here"></p></details>'],
  ])('%s is drawn in a task of its own, with the last that it was given', async (_where, place) => {
    const element = put(new Drawn(), place);
    await endOfTask();
    expect(element.textContent).toBe('');
    element.word = 'second';
    await element.updateComplete;
    expect(element.textContent).toBe('second');
  });
});
