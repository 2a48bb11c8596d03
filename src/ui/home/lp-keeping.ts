import { html, nothing, type TemplateResult } from 'lit';
import { LeakproofError } from '../../contract/index.ts';
import { plural, refuseSize, type Done } from '../../workbook/index.ts';
import { LightElement } from '../base/index.ts';
import { HomeController } from './home-controller.ts';

/** Where the learner's progress is, and how it gets elsewhere: exported, imported, forgotten. */
export class LpKeeping extends LightElement {
  readonly #home = new HomeController(this);
  #refusal = '';

  protected override render(): TemplateResult {
    const { state } = this.#home.home.shelf;
    const none = state.records.size === 0;
    return html`<section class="keeping" aria-labelledby="keeping">
      <h2 id="keeping">Your progress</h2>
      <p>
        ${
          state.place === 'browser'
            ? 'It is kept in this browser and nowhere else: texts, hints, verdicts, time.'
            : 'This browser keeps no progress: what you do lasts as long as the lesson’s page is open.'
        }
      </p>
      <div class="keeping-actions">
        <button type="button" class="button" aria-disabled=${none} @click=${() => this.#export()}>
          Export
        </button>
        <label class="button"
          >Import
          <input
            type="file"
            class="visually-hidden"
            accept=".json,application/json"
            aria-describedby="keeping-news"
            @change=${(event: Event) => void this.#import(event.target as HTMLInputElement)}
        /></label>
        <button
          type="button"
          class="button button-quiet"
          aria-disabled=${none}
          @click=${() => void this.#try(() => this.#home.home.shelf.forget())}
        >
          Forget all
        </button>
      </div>
      <p class="keeping-news" id="keeping-news" role="status">${this.#news(state.done)}</p>
    </section>`;
  }

  #news(done: Done | null): TemplateResult | string | typeof nothing {
    if (this.#refusal !== '') return this.#refusal;
    if (done === null) return nothing;
    return html`${doneWords(done)}
      <button
        type="button"
        class="button button-small"
        @click=${() => void this.#try(() => this.#home.home.shelf.undo())}
      >
        Undo
      </button>`;
  }

  #export(): void {
    const { shelf } = this.#home.home;
    if (shelf.state.records.size === 0) return;
    const { name, text } = shelf.export();
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // The download has taken the address over by the next turn.
    setTimeout(() => URL.revokeObjectURL(url));
  }

  async #import(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    await this.#try(async () => {
      refuseSize(file.size);
      await this.#home.home.shelf.import(await file.text());
    });
    // The same file may be chosen again.
    input.value = '';
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.#refusal = '';
    try {
      await work();
    } catch (thrown) {
      this.#refusal =
        thrown instanceof LeakproofError
          ? thrown.message
          : 'The browser’s storage refused it, so nothing was changed.';
    }
    this.requestUpdate();
  }
}

function doneWords({ kind, lessons, laidAside }: Done): string {
  const count = plural(lessons, 'lesson');
  if (kind === 'forgotten') return `${count} forgotten.`;
  if (laidAside === 0) return `${count} taken in.`;
  return `${count} taken in. Your own text of ${String(laidAside)} is kept aside in it.`;
}
