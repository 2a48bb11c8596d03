import { html, type TemplateResult } from 'lit';
import type { LessonFile } from '../../contract/index.ts';
import { diffLines, type TextPair } from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { loadMonacoComparison } from '../load-monaco.ts';
import { diffView } from '../share/diff-view.ts';
import { wantsRichEditor } from '../when-quiet.ts';
import type { Comparison, LookedAt } from './comparison.ts';

/** Two texts of a file side by side: in Monaco where it is wanted and can be had, line by line where not. */
export class LpComparison extends LightElement {
  static override properties = {
    pair: { attribute: false },
    files: { attribute: false },
    at: { attribute: false },
    plain: { state: true },
  };
  declare pair: TextPair;
  /** Those of the lesson. */
  declare files: readonly LessonFile[];
  /** The line to look at; another object looks at it anew. */
  declare at: LookedAt | null;
  declare plain: boolean;
  #rich: Promise<Comparison | null> | null = null;
  #shown: TextPair | null = null;
  #lookedAt: LookedAt | null = null;

  constructor() {
    super();
    this.at = null;
    this.plain = !wantsRichEditor();
  }

  protected override render(): TemplateResult {
    const { path, before, after } = this.pair;
    if (this.plain) {
      const lines = diffLines(before, after);
      return diffView({ path, lines }, 'the answer', this.at?.line);
    }
    return html`<p class="compare-sides quiet" aria-hidden="true">
        <span>− yours</span> <span>+ the answer</span>
      </p>
      <div class="compare-editor"></div>`;
  }

  protected override updated(): void {
    const host = this.querySelector<HTMLElement>('.compare-editor');
    if (host === null) {
      this.#scrollToMarked();
      return;
    }
    this.#rich ??= loadMonacoComparison(host, this.files).catch((thrown: unknown) => {
      console.warn('The plain comparison stays: the rich one could not be loaded.', thrown);
      return null;
    });
    void this.#show(this.#rich, this.pair);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.#rich?.then((rich) => rich?.dispose());
    this.#rich = null;
    this.#shown = null;
  }

  async #show(loading: Promise<Comparison | null>, pair: TextPair): Promise<void> {
    const rich = await loading;
    if (rich === null) this.plain = true;
    if (rich === null || !this.isConnected || pair !== this.pair) return;
    if (!isSame(pair, this.#shown)) {
      this.#shown = pair;
      rich.show(pair, this.files.find(({ path }) => path === pair.path)?.language ?? 'text');
    }
    if (this.at !== this.#lookedAt) {
      this.#lookedAt = this.at;
      rich.reveal(this.at?.line ?? null);
    }
  }

  #scrollToMarked(): void {
    if (this.at === this.#lookedAt) return;
    this.#lookedAt = this.at;
    this.querySelector('.diff-line[data-marked]')?.scrollIntoView({ block: 'center' });
  }
}

function isSame(pair: TextPair, shown: TextPair | null): boolean {
  return pair.path === shown?.path && pair.before === shown.before && pair.after === shown.after;
}
