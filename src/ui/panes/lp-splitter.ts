import { html, type TemplateResult } from 'lit';
import { isPressed, SHORTCUTS } from '../base/index.ts';
import { LightElement } from '../light-element.ts';
import {
  keepShare,
  PANES,
  shareAfterKey,
  shareBounds,
  showShare,
  withinBounds,
  type Pane,
  type PanePlan,
  type ShareBounds,
} from './pane-share.ts';

/** What is measured of the pane and of the room that it shares. */
interface Measured extends ShareBounds {
  readonly share: number;
  /** Where the room begins, its size, and the splitter's own, in pixels. */
  readonly start: number;
  readonly size: number;
  readonly own: number;
}

/**
 * Between two panes: `<lp-splitter pane="prose">` gives the prose more room or less, by dragging and
 * by keys, and remembers it. Its value is the pane's share as it stands, whatever decided it.
 */
export class LpSplitter extends LightElement {
  readonly #resized = new ResizeObserver(() => this.requestUpdate());
  /** Pixels between the pointer and the splitter's edge, for as long as it is dragged. */
  #grip: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const pane = document.getElementById(this.#plan.id);
    if (pane !== null) this.#resized.observe(pane);
    if (this.parentElement !== null) this.#resized.observe(this.parentElement);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override render(): TemplateResult {
    const { label, id, axis } = this.#plan;
    const { share, least, most } = this.#measure();
    return html`<div
      class="splitter"
      role="separator"
      tabindex="0"
      aria-label=${label}
      aria-controls=${id}
      aria-orientation=${axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow=${withinBounds(share, { least, most })}
      aria-valuemin=${least}
      aria-valuemax=${most}
      @keydown=${this.#key}
      @pointerdown=${this.#grab}
      @pointermove=${this.#drag}
      @lostpointercapture=${this.#drop}
      @dblclick=${() => this.#set(null)}
    ></div>`;
  }

  /** @throws Error for a pane that does not exist */
  get #pane(): Pane {
    const pane = this.getAttribute('pane');
    if (pane === 'prose' || pane === 'results') return pane;
    throw new Error(`<lp-splitter> stands beside no pane: ${String(pane)}.`);
  }

  get #plan(): PanePlan {
    return PANES[this.#pane];
  }

  #measure(): Measured {
    const { id, axis } = this.#plan;
    const across = axis === 'x';
    const sizeOf = (element: Element | null): number => {
      const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
      return across ? width : height;
    };
    const { left = 0, top = 0 } = this.parentElement?.getBoundingClientRect() ?? {};
    // A room that is not drawn has no size, and nobody asks for a share of it.
    const size = sizeOf(this.parentElement) || 1;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return {
      ...shareBounds(this.#plan, size, rem),
      share: (100 * sizeOf(document.getElementById(id))) / size,
      start: across ? left : top,
      size,
      own: sizeOf(this),
    };
  }

  #set(share: number | null, keep = true): void {
    showShare(this.#pane, share);
    if (keep) keepShare(this.#pane, share);
    this.requestUpdate();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const measured = this.#measure();
    const next = shareAfterKey(event, this.#plan.axis, measured.share, measured);
    if (next === null && !isPressed(event, SHORTCUTS.asDrawn)) return;
    event.preventDefault();
    this.#set(next);
  }

  #grab(event: PointerEvent): void {
    const { currentTarget, button } = event;
    if (!(currentTarget instanceof HTMLElement) || button !== 0) return;
    const { left, top } = currentTarget.getBoundingClientRect();
    this.#grip = this.#plan.axis === 'x' ? event.clientX - left : event.clientY - top;
    currentTarget.setPointerCapture(event.pointerId);
    currentTarget.toggleAttribute('data-dragged', true);
  }

  #drag(event: PointerEvent): void {
    if (this.#grip === null) return;
    const { start, size, own, ...bounds } = this.#measure();
    const at = (this.#plan.axis === 'x' ? event.clientX : event.clientY) - this.#grip - start;
    const pixels = this.#plan.axis === 'x' ? at : size - at - own;
    this.#set(withinBounds((100 * pixels) / size, bounds), false);
  }

  /** What the last movement made of it is kept; a press that moved nothing decides nothing. */
  #drop({ currentTarget }: PointerEvent): void {
    this.#grip = null;
    if (currentTarget instanceof HTMLElement) currentTarget.removeAttribute('data-dragged');
    const shown = document.documentElement.style.getPropertyValue(`--${this.#pane}-share`);
    if (shown !== '') keepShare(this.#pane, Number.parseFloat(shown));
  }
}
