import { html, type TemplateResult } from 'lit';
import type { LessonFile } from '../contract/index.ts';
import { markedFault, type SessionState } from '../workbook/index.ts';
import type { CodeOwner, CodeSurface } from './code-surface.ts';
import { isPressed, SHORTCUTS } from './base/index.ts';
import { RevealEvent } from './fault-view.ts';
import { LightElement } from './light-element.ts';
import { LpCodeArea } from './lp-code-area.ts';
import { SessionController } from './session-controller.ts';

/** Loads the rich editor for these files; replaced in tests. */
export type LoadSurface = (
  owner: CodeOwner,
  host: HTMLElement,
  files: readonly LessonFile[],
) => Promise<CodeSurface>;

/**
 * The frame around the editor. From the keyboard one stands on the frame first: Enter goes in, Escape
 * comes out again, so Tab indents inside and still leads past.
 */
export class LpEditor extends LightElement {
  readonly #lesson = new SessionController(this);
  readonly #owner: CodeOwner = {
    edit: (path, text) => this.#lesson.session.edit(path, text),
    admits: (path, length) => this.#lesson.session.admits(path, length),
  };
  readonly #reveal = (event: Event): void => {
    if (event instanceof RevealEvent) this.#show(event.place);
  };
  #surface: CodeSurface | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener(RevealEvent.type, this.#reveal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener(RevealEvent.type, this.#reveal);
  }

  /** Puts another editor in the place of the plain one. If it cannot be had, the plain one stays. */
  async upgrade(load: LoadSurface): Promise<void> {
    const host = document.createElement('div');
    host.className = 'editor-host';
    let better: CodeSurface;
    try {
      better = await load(this.#owner, host, this.#files);
    } catch (thrown) {
      console.warn('The plain editor stays: the rich one could not be loaded.', thrown);
      return;
    }
    const before = this.#surface;
    const inside = before?.element.contains(document.activeElement) === true;
    const place = before?.place();
    this.#surface = better;
    this.requestUpdate();
    await this.updateComplete;
    before?.dispose();
    if (inside) better.enter(place);
  }

  protected override createRenderRoot(): HTMLElement {
    const coloured = new Map<string, HTMLElement>();
    for (const pre of this.querySelectorAll<HTMLElement>('pre[data-path]')) {
      pre.hidden = false;
      pre.setAttribute('aria-hidden', 'true');
      pre.removeAttribute('tabindex');
      coloured.set(pre.dataset.path ?? '', pre);
    }
    this.#surface = new LpCodeArea(this.#owner, coloured);
    return super.createRenderRoot();
  }

  protected override render(): TemplateResult {
    const file = this.#file(this.#lesson.state);
    return html`<div
      class="editor-frame"
      id="editor-frame"
      role="tabpanel"
      tabindex="0"
      aria-label="${file?.path}${file?.editable === false ? ', read-only' : ''}"
      aria-describedby="editor-keys"
      @keydown=${this.#keys}
    >
      ${this.#surface?.element}
      <p class="editor-keys" id="editor-keys">Enter to edit, Escape to leave</p>
    </div>`;
  }

  protected override updated(): void {
    const { state } = this.#lesson;
    const file = this.#file(state);
    if (file === undefined) return;
    this.#surface?.know(this.#files, state.texts);
    this.#surface?.show(file, state.texts[file.path] ?? '');
    const fault = markedFault(state);
    this.#surface?.mark(fault?.file === file.path && fault.line !== undefined ? fault : null);
  }

  #file(state: SessionState): LessonFile | undefined {
    return this.#files.find((file) => file.path === state.selected);
  }

  get #files(): readonly LessonFile[] {
    return this.#lesson.session.lesson.manifest.files;
  }

  #keys(event: KeyboardEvent): void {
    const frame = event.currentTarget;
    if (!(frame instanceof HTMLElement) || event.defaultPrevented) return;
    if (isPressed(event, SHORTCUTS.enter) && event.target === frame) {
      event.preventDefault();
      this.#surface?.enter();
    } else if (isPressed(event, SHORTCUTS.leave) && event.target !== frame) {
      frame.focus();
    }
  }

  #show({ file, line = 1, column = 1 }: RevealEvent['place']): void {
    if (file !== undefined) this.#lesson.session.select(file);
    const place = { line, column };
    void this.updateComplete.then(() => this.#surface?.enter(place));
  }
}
