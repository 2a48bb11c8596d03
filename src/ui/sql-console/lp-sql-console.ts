import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { WorkspaceCatalog } from '../../contract/index.ts';
import type { ConsoleState } from '../../workbook/index.ts';
import { ariaKeys, isApple, isPressed, SHORTCUTS } from '../base/index.ts';
import { faultView } from '../fault-view.ts';
import { LateController } from '../late-controller.ts';
import { LightElement } from '../light-element.ts';
import { SessionController } from '../session-controller.ts';
import { whoNow, whoPicker } from './who-picker.ts';
import { entryView, entryWords } from './entry-view.ts';
import { PromptArea } from './prompt-area.ts';
import { PromptHistory } from './prompt-history.ts';
import type { PromptOwner, PromptSurface } from './prompt-surface.ts';

/** Makes a rich prompt; replaced in tests. */
export type LoadPrompt = (
  owner: PromptOwner,
  label: string,
  catalogOf: () => WorkspaceCatalog | null,
) => Promise<PromptSurface>;

/** The console: statements of the learner's own, as any role and for any tenant. */
export class LpSqlConsole extends LightElement {
  readonly #lesson = new SessionController(this);
  readonly #late = new LateController(this, () => isBusy(this.#console));
  readonly #history = new PromptHistory();
  readonly #owner = {
    recall: (which: 'earlier' | 'later', now: string) =>
      this.#history.walk(this.#console.history, which, now),
  };
  #surface: PromptSurface = new PromptArea(this.#owner, LABEL);

  get #console(): ConsoleState {
    return this.#lesson.state.sqlConsole;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Captured, so that it works inside an editor that has its own idea of the keys.
    this.addEventListener('keydown', this.#keys, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('keydown', this.#keys, { capture: true });
  }

  /** Puts a richer prompt in the place of the plain one. If it cannot be had, the plain one stays. */
  async upgrade(load: LoadPrompt): Promise<void> {
    let better: PromptSurface;
    try {
      better = await load(this.#owner, LABEL, () => this.#console.workspace?.catalog ?? null);
    } catch (thrown) {
      console.warn('The plain prompt stays: the rich one could not be loaded.', thrown);
      return;
    }
    const before = this.#surface;
    const inside = before.element.contains(document.activeElement);
    better.text = before.text;
    this.#surface = better;
    this.requestUpdate();
    await this.updateComplete;
    before.dispose();
    if (inside) better.focus();
  }

  protected override render(): TemplateResult {
    const state = this.#console;
    if (state.workspace === null) return this.#closed(state);
    return html`<section class="sql-console" aria-label="SQL console">
      ${whoNow(state, state.workspace)}
      <div class="prompt" role="group" aria-keyshortcuts=${ariaKeys(SHORTCUTS.runSql)}>
        ${this.#surface.element}
      </div>
      <div class="prompt-actions">
        ${this.#runButton()} ${this.#freshButton()}
        ${whoPicker(state, state.workspace, (who) => this.#lesson.session.sqlConsole.choose(who))}
      </div>
      ${this.#standing(state)}
      <p class="visually-hidden" role="status" aria-label="Console">${entryWords(state)}</p>
      <ol class="console-entries" aria-label="What was run, the latest first">
        ${repeat(
          state.entries,
          ({ id }) => id,
          (entry, at) => entryView(entry, at === 0, state.workspace?.setting ?? ''),
        )}
      </ol>
    </section>`;
  }

  #closed({ phase, fault }: ConsoleState): TemplateResult {
    return html`<section class="sql-console" aria-label="SQL console">
      <p>
        Run statements of your own, as any role and for any tenant, in a database that is made from
        your files as they are now. No check is ever run on it.
      </p>
      <p class="prompt-actions">
        <button type="button" class="button steady" @click=${() => void this.#open()}>
          <span ?data-off=${this.#late.on}>Open the console</span>
          <span ?data-off=${!this.#late.on}>Making its world</span>
        </button>
        <span class="visually-hidden" role="status"
          >${phase === 'opening' && this.#late.on ? 'Making its world' : nothing}</span
        >
      </p>
      ${fault === null ? nothing : faultView(fault)}
    </section>`;
  }

  #runButton(): TemplateResult {
    const stops = this.#late.on;
    return html`<button
      type="button"
      class="button steady"
      aria-keyshortcuts=${stops ? nothing : ariaKeys(SHORTCUTS.runSql)}
      @click=${() => (stops ? this.#lesson.session.sqlConsole.stop() : this.#run())}
    >
      <span ?data-off=${stops}
        >Run <kbd aria-hidden="true">${isApple() ? '⌘↵' : 'Ctrl ↵'}</kbd></span
      >
      <span ?data-off=${!stops}>Stop</span>
    </button>`;
  }

  #freshButton(): TemplateResult {
    return html`<button
      type="button"
      class="button button-quiet"
      aria-disabled=${isBusy(this.#console)}
      @click=${() => void this.#open()}
    >
      Start over with my files
    </button>`;
  }

  /** What has to be known of the world before the next statement. */
  #standing({ phase, fault, revision }: ConsoleState): TemplateResult | typeof nothing {
    if (fault !== null) return faultView(fault);
    if (phase === 'ended') return html`<p class="console-note">${ENDED}</p>`;
    if (revision === this.#lesson.state.revision) return nothing;
    return html`<p class="console-note quiet">${EDITED}</p>`;
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (!isPressed(event, SHORTCUTS.runSql) || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    this.#run();
  };

  #run(): void {
    if (isBusy(this.#console)) return;
    const { text } = this.#surface;
    this.#surface.rest();
    this.#history.restart();
    void this.#lesson.session.sqlConsole.run(text);
  }

  async #open(): Promise<void> {
    if (isBusy(this.#console) || !(await this.#lesson.session.sqlConsole.open())) return;
    await this.updateComplete;
    this.#surface.focus();
  }
}

const LABEL = 'SQL, or \\? for the commands';

const ENDED =
  'The console’s world ended when its database went; the next statement makes it anew from your files.';
const EDITED = 'You have edited the files since this world was made of them.';

const isBusy = ({ phase, running }: ConsoleState): boolean => running || phase === 'opening';
