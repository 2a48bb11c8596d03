import { html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import type { VectorsPicture } from '../../contract/index.ts';
import { formatCount } from '../../workbook/index.ts';
import { LightElement } from '../light-element.ts';
import { ownerMark } from '../marks.ts';
import { isCrowded, outwards, sceneOf, type Scene, type View } from './vectors-scene.ts';
import { legend, neighbourList, pointLine, summary, tables } from './vectors-words.ts';
import '../styles/pictures.css';
import '../styles/picture-vectors.css';

let made = 0;

/**
 * Vectors in the plane by owner, a query among them and what it returned. A returned point of
 * another tenant is the leak. Every point can be read with a slider that walks outwards.
 */
export class LpVectors extends LightElement {
  static override properties = {
    picture: { attribute: false },
    view: { state: true },
    side: { state: true },
    chosen: { state: true },
  };
  declare picture: VectorsPicture;
  declare view: View;
  /** Pixels of the drawing: symbols and words keep their size, whatever room there is. */
  declare side: number;
  /** The point that is read out. */
  declare chosen: number | null;
  readonly #id = `vectors-${String((made += 1))}`;
  #order: readonly number[] = [];
  #scene: Scene | null = null;
  readonly #size = new ResizeObserver(() => {
    this.side = this.querySelector('.vectors-figure')?.clientWidth ?? 0;
  });

  constructor() {
    super();
    this.view = 'all';
    this.side = 0;
    this.chosen = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('picture')) return;
    const { neighbours } = this.picture;
    this.#order = outwards(this.picture);
    this.view = isCrowded(this.picture) ? 'near' : 'all';
    const first = neighbours.find(({ foreign }) => foreign) ?? neighbours[0];
    this.chosen = first?.point ?? this.#order[0] ?? null;
  }

  protected override firstUpdated(): void {
    const figure = this.querySelector('.vectors-figure');
    if (figure !== null) this.#size.observe(figure);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const figure = this.querySelector('.vectors-figure');
    if (figure !== null) this.#size.observe(figure);
  }

  protected override render(): TemplateResult {
    const { picture, chosen } = this;
    this.#scene = this.side > 0 ? sceneOf(picture, this.view, this.side) : null;
    return html`${summary(picture)}
      <div class="vectors">
        <div class="vectors-drawing">
          <div class="vectors-views" role="group" aria-label="What is drawn">
            ${this.#viewButton('near', 'Near the query')} ${this.#viewButton('all', 'All points')}
          </div>
          <div class="vectors-figure" @click=${this.#pick}>
            ${this.#scene === null ? nothing : this.#drawing(this.#scene)}
          </div>
          ${this.#slider()}
        </div>
        ${neighbourList(picture, chosen, (point) => this.#choose(point))}
      </div>
      ${legend(picture)} ${tables(picture)}`;
  }

  #viewButton(view: View, words: string): TemplateResult {
    return html`<button
      type="button"
      class="vectors-view"
      aria-pressed=${this.view === view}
      @click=${() => (this.view = view)}
    >
      ${words}
    </button>`;
  }

  /** A slider is the one control that walks thousands of points with keys, by touch and by voice. */
  #slider(): TemplateResult | typeof nothing {
    const { picture, chosen } = this;
    if (chosen === null) return nothing;
    const at = this.#order.indexOf(chosen);
    const words = pointLine(picture, chosen);
    const owner = picture.points.owner[chosen] ?? null;
    return html`<label class="vectors-walk" for="${this.#id}-walk">
        Point ${formatCount(at + 1)} of ${formatCount(this.#order.length)}, from the query outwards
      </label>
      <input
        id="${this.#id}-walk"
        class="vectors-slider"
        type="range"
        min="0"
        max=${this.#order.length - 1}
        .value=${String(at)}
        aria-valuetext=${words}
        @input=${(event: Event) => {
          if (!(event.target instanceof HTMLInputElement)) return;
          this.chosen = this.#order[event.target.valueAsNumber] ?? null;
        }}
      />
      <p class="vectors-point">${ownerMark(picture.tenants, owner)} ${words}</p>`;
  }

  #drawing(scene: Scene): TemplateResult {
    const { side, picture } = this;
    const labelled = scene.labelled;
    return html`<svg
      viewBox="0 0 ${side} ${side}"
      width=${side}
      height=${side}
      aria-hidden="true"
      focusable="false"
    >
      ${scene.rings.map(
        ({ radius }) =>
          svg`<circle class="vectors-ring" cx=${scene.query.x} cy=${scene.query.y} r=${radius} />`,
      )}
      ${scene.clouds.map(
        ({ owner, path }) =>
          svg`<path class="vectors-cloud" data-tenant=${owner ?? nothing} d=${path} />`,
      )}
      ${scene.rings.map(
        ({ radius, label }) =>
          svg`<text class="vectors-ring-label" x=${scene.query.x} y=${scene.query.y + radius + 5}>${label}</text>`,
      )}
      ${picture.neighbours.map(({ point, foreign }) => {
        const spot = scene.spotOf(point);
        return svg`<line
          class="vectors-line"
          ?data-foreign=${foreign}
          x1=${scene.query.x} y1=${scene.query.y} x2=${spot.x} y2=${spot.y}
        />`;
      })}
      ${picture.missing.map((point) => this.#returned(scene, point, '∅', false, true))}
      ${[...picture.neighbours]
        .map((each, i) => ({ ...each, number: i + 1 }))
        .reverse()
        .map(({ point, foreign, number }) =>
          this.#returned(scene, point, labelled.has(point) ? String(number) : '', foreign, false),
        )}
      ${this.#query(scene)} ${this.#chosenMark(scene)}
    </svg>`;
  }

  #returned(
    scene: Scene,
    point: number,
    words: string,
    foreign: boolean,
    missing: boolean,
  ): TemplateResult {
    const spot = scene.spotOf(point);
    const owner = this.picture.points.owner[point] ?? null;
    return svg`<g
      class="vectors-returned"
      data-tenant=${owner ?? nothing}
      ?data-foreign=${foreign}
      ?data-missing=${missing}
    >
      ${foreign ? svg`<circle class="vectors-leak" cx=${spot.x} cy=${spot.y} r="13" />` : nothing}
      <path d=${scene.symbolOf(point)} />
      ${
        words === ''
          ? nothing
          : svg`<text x=${spot.x + 11} y=${spot.y - 7}>${foreign ? `✕ ${words}` : words}</text>`
      }
    </g>`;
  }

  #query({ query }: Scene): TemplateResult {
    const { x, y } = query;
    return svg`<g class="vectors-query">
      <path d="M${x - 9},${y}h18M${x},${y - 9}v18" />
      <circle cx=${x} cy=${y} r="5" />
    </g>`;
  }

  #chosenMark(scene: Scene): TemplateResult | typeof nothing {
    if (this.chosen === null) return nothing;
    const spot = scene.spotOf(this.chosen);
    if (!scene.isInView(spot)) return nothing;
    return svg`<circle class="vectors-chosen" cx=${spot.x} cy=${spot.y} r="17" />`;
  }

  #pick = (event: MouseEvent): void => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const spot = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.chosen = this.#scene?.pick(spot) ?? this.chosen;
  };

  /** What is chosen in the list has to be on the drawing. */
  #choose(point: number): void {
    this.chosen = point;
  }
}
