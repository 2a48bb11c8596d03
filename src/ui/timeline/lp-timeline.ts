import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Tenant, Timeline } from '../../contract/index.ts';
import { plural } from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { tabAfterKey } from '../tab-keys.ts';
import { barDetail, requestView } from './bar-detail.ts';
import { timelineTable } from './timeline-table.ts';
import { legend, summary } from './timeline-words.ts';
import {
  pictureOf,
  type BarPicture,
  type Band,
  type LanePicture,
  type TimelinePicture,
} from './timeline-picture.ts';

let made = 0;

/**
 * Who had which server connection when: a lane for each connection, a bar for each request that
 * used it, and under the bars what the connection carried, in the mark of the tenant whose it is.
 * A value that runs on under another tenant's bar is the leak.
 */
export class LpTimeline extends LightElement {
  static override properties = { timeline: { attribute: false }, open: { state: true } };
  declare timeline: Timeline;
  /** Number of the bar whose details are shown; 0 for none. */
  declare open: number;
  readonly #id = `timeline-${String((made += 1))}`;
  #picture: TimelinePicture = { columns: 1, lanes: [] };
  /** The timeline whose leak has been brought into view: once, and then the scrolling is the user's. */
  #shown: Timeline | null = null;
  /** A hidden panel has no width: the leak is looked for when it gets one. */
  readonly #size = new ResizeObserver(() => {
    if (this.#shown !== this.timeline) this.#showLeak();
  });

  constructor() {
    super();
    this.timeline = { kind: 'timeline', tenants: [], lanes: [] };
    this.open = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('timeline')) return;
    this.#picture = pictureOf(this.timeline);
    this.open = this.#bars().find(({ bar }) => bar.inherited !== null)?.number ?? 0;
  }

  protected override render(): TemplateResult {
    const { tenants } = this.timeline;
    const bars = this.#bars();
    if (bars.length === 0) return html`<p class="quiet">No connection was used.</p>`;
    const shown = bars.find(({ number }) => number === this.open);
    return html`${summary(bars)}
      <div class="timeline-scroll">
        <div
          class="timeline-grid"
          role="group"
          aria-label="Timeline"
          .style=${`--columns: ${String(this.#picture.columns)}`}
          @keydown=${moveAmongBars}
        >
          ${this.#lanes()}
        </div>
      </div>
      ${legend(this.#picture)}
      <div class="checkout-detail" id="${this.#id}-detail" ?hidden=${shown === undefined}>
        ${shown === undefined ? nothing : barDetail(shown, tenants)}
      </div>
      <details class="timeline-words">
        <summary>The same as a table</summary>
        ${timelineTable(this.#picture, tenants)}
      </details>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  /** A leak late in a long timeline should be in view without being looked for. */
  #showLeak(): void {
    const scroll = this.querySelector('.timeline-scroll');
    const leak = this.querySelector<HTMLElement>('.checkout[data-inherited]');
    if (scroll === null || leak === null || scroll.clientWidth === 0) return;
    this.#shown = this.timeline;
    const end = leak.offsetLeft + leak.offsetWidth;
    if (end > scroll.clientWidth)
      scroll.scrollLeft = Math.min(leak.offsetLeft, end - scroll.clientWidth);
  }

  #bars(): readonly BarPicture[] {
    return this.#picture.lanes
      .flatMap((lane) => lane.bars)
      .sort((one, other) => one.number - other.number);
  }

  #lanes(): readonly TemplateResult[] {
    const parts: TemplateResult[] = [];
    let row = 1;
    for (const lane of this.#picture.lanes) {
      parts.push(this.#lane(lane, row));
      row += 3 + lane.settings.length;
    }
    return parts;
  }

  /** Four kinds of rows: the connection's name, its bars, their statements, and each setting. */
  #lane(lane: LanePicture, row: number): TemplateResult {
    return html`<p class="lane-name" .style=${at(row, 1, this.#picture.columns + 1)}>
        <span>${lane.name}</span>
      </p>
      ${lane.bars.map((picture) => this.#bar(picture, row + 1))}
      ${lane.bars.flatMap(({ ticks }) =>
        ticks.map(
          ({ column, number, statement }) =>
            html`<span
              class="lane-tick"
              aria-hidden="true"
              ?data-error=${statement.error !== null}
              .style=${at(row + 2, column, column + 1)}
              >${number}${statement.error === null ? nothing : '!'}</span
            >`,
        ),
      )}
      ${lane.settings.map(({ name, bands }, index) =>
        bands.map((band) =>
          this.#band(band, row + 3 + index, lane.settings.length > 1 ? name : ''),
        ),
      )}`;
  }

  #bar(picture: BarPicture, row: number): TemplateResult {
    const { bar, number, start, end } = picture;
    const open = number === this.open;
    const reachable = this.open === 0 ? number === 1 : open;
    return html`<button
      type="button"
      class="checkout"
      data-tenant=${bar.tenant ?? nothing}
      ?data-inherited=${bar.inherited !== null}
      ?data-kept=${bar.to === null}
      aria-expanded=${open}
      aria-controls="${this.#id}-detail"
      tabindex=${reachable ? 0 : -1}
      .style=${`${at(row, start, end)}; grid-row-end: span 2`}
      @click=${() => (this.open = open ? 0 : number)}
    >
      <span class="checkout-head">
        <span class="quiet">${number}</span> ${requestView(picture, this.timeline.tenants)}
      </span>
      <span class="visually-hidden">${this.#spoken(picture)}</span>
    </button>`;
  }

  /** What the eye sees of a bar, for who listens. */
  #spoken({ bar, lane, ticks }: BarPicture): string {
    const inherited = this.#tenant(bar.inherited);
    return [
      `, ${lane}, ${plural(ticks.length, 'statement')}`,
      inherited === undefined ? '' : `leak: began with what ${inherited.name}’s request had set`,
      bar.to === null ? 'never given back' : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
  }

  #band({ setting, start, end, foreign, idle }: Band, row: number, name: string): TemplateResult {
    const tenant = this.#tenant(setting.tenant);
    const whose =
      tenant === undefined ? html`<code>${setting.value}</code>` : html`<b>${tenant.name}</b>`;
    return html`<span
      class="lane-band"
      aria-hidden="true"
      data-tenant=${setting.tenant ?? nothing}
      ?data-foreign=${foreign}
      ?data-idle=${idle}
      .style=${at(row, start, end)}
      >${
        idle
          ? nothing
          : html`<span class="lane-band-words"
              >${foreign ? '✕ still ' : ''}${name === '' ? '' : `${name} = `}<span
                class="lane-band-mark"
              ></span
              >${whose}</span
            >`
      }</span
    >`;
  }

  #tenant(index: number | null): Tenant | undefined {
    return this.timeline.tenants.find((each) => each.index === index);
  }
}

/** A place in the grid; set as a property, since a strict CSP refuses style attributes. */
function at(row: number, start: number, end: number): string {
  return `grid-area: ${String(row)} / ${String(start)} / auto / ${String(end)}`;
}

/** Arrows walk the bars in the order in which the connections were taken, across lanes. */
function moveAmongBars(event: KeyboardEvent): void {
  const { currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const number = (bar: HTMLElement): number => Number(bar.querySelector('.quiet')?.textContent);
  const bars = [...currentTarget.querySelectorAll<HTMLElement>('.checkout')].sort(
    (one, other) => number(one) - number(other),
  );
  const index = bars.indexOf(target);
  const next = index < 0 ? null : tabAfterKey(event.key, index, bars.length);
  if (next === null) return;
  event.preventDefault();
  bars[next]?.focus();
}
