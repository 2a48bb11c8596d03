import { html, nothing, type TemplateResult } from 'lit';
import type { Fault, LessonFile } from '../contract/index.ts';
import { offsetOf, placeOf, type Place } from '../workbook/index.ts';
import { markSentence, type CodeOwner, type CodeSurface } from './code-surface.ts';
import { LightElement } from './light-element.ts';

/**
 * The plain editor: a text area over the code as the build coloured it. It serves until Monaco is
 * there, and for good on touch screens and wherever Monaco cannot be loaded.
 */
export class LpCodeArea extends LightElement implements CodeSurface {
  static override properties = { fault: { state: true }, file: { state: true } };
  declare fault: Fault | null;
  declare file: LessonFile | null;
  readonly element = this;
  readonly #owner: CodeOwner;
  /** The build's coloured code, by path; shown for as long as the text is still the same. */
  readonly #coloured: ReadonlyMap<string, HTMLElement>;
  readonly #area = document.createElement('textarea');
  #text = '';

  constructor(owner: CodeOwner, coloured: ReadonlyMap<string, HTMLElement>) {
    super();
    this.fault = null;
    this.file = null;
    this.#owner = owner;
    this.#coloured = coloured;
    this.#area.className = 'code-area';
    this.#area.wrap = 'off';
    this.#area.spellcheck = false;
    this.#area.autocapitalize = 'off';
    // Reached through the frame, so that Tab moves past the editor until it is entered.
    this.#area.tabIndex = -1;
    this.#area.setAttribute('autocomplete', 'off');
    this.#area.addEventListener('input', () => this.#edited());
    this.#area.addEventListener('paste', (event) => this.#pasted(event));
    this.#area.addEventListener('keydown', (event) => this.#indent(event));
    this.#area.addEventListener('scroll', () => this.#follow(), { passive: true });
  }

  show(file: LessonFile, text: string): void {
    if (this.file?.path === file.path && this.#area.value === text) return;
    this.file = file;
    this.#text = text;
    this.#area.value = text;
    this.#area.readOnly = !file.editable;
    this.#area.setAttribute('aria-label', file.path);
    this.requestUpdate();
  }

  know(): void {
    // A text area shows one file and knows of no other.
  }

  mark(fault: Fault | null): void {
    this.fault = fault;
  }

  enter(place?: Place): void {
    this.#area.focus();
    if (place === undefined) return;
    const offset = offsetOf(this.#area.value, place);
    this.#area.setSelectionRange(offset, offset);
    const lineHeight = Number.parseFloat(getComputedStyle(this.#area).lineHeight);
    this.#area.scrollTop = Math.max(0, (place.line - 4) * lineHeight);
  }

  place(): Place {
    return placeOf(this.#area.value, this.#area.selectionStart);
  }

  dispose(): void {
    this.remove();
  }

  protected override render(): TemplateResult {
    const under = this.#under();
    this.#area.toggleAttribute('data-coloured', under !== undefined);
    return html`${under ?? nothing} ${this.#area}
    ${
      this.fault === null
        ? nothing
        : html`<p class="code-mark">${this.fault.line}: ${markSentence(this.fault)}</p>`
    }`;
  }

  protected override updated(): void {
    this.#follow();
  }

  #under(): HTMLElement | undefined {
    const coloured = this.#coloured.get(this.file?.path ?? '');
    return coloured?.textContent.trimEnd() === this.#area.value.trimEnd() ? coloured : undefined;
  }

  #edited(): void {
    if (this.file === null) return;
    if (this.#owner.edit(this.file.path, this.#area.value)) this.#text = this.#area.value;
    else this.#area.value = this.#text;
    this.requestUpdate();
  }

  #pasted(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const { value, selectionStart, selectionEnd } = this.#area;
    const length = value.length - (selectionEnd - selectionStart) + pasted.length;
    if (this.file !== null && !this.#owner.admits(this.file.path, length)) event.preventDefault();
  }

  #indent(event: KeyboardEvent): void {
    if (event.key !== 'Tab' || event.shiftKey || this.#area.readOnly) return;
    event.preventDefault();
    this.#area.setRangeText('  ', this.#area.selectionStart, this.#area.selectionEnd, 'end');
    this.#edited();
  }

  #follow(): void {
    this.#under()?.scrollTo(this.#area.scrollLeft, this.#area.scrollTop);
  }
}
