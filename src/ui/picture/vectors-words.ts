import { html, nothing, type TemplateResult } from 'lit';
import type { Neighbour, VectorsPicture } from '../../contract/index.ts';
import { formatCount, plural } from '../../workbook/index.ts';
import { ownerMark, stateMark, tenantMark } from '../marks.ts';
import { leakSign, sameAsTable, tableRow, whoView } from './picture-parts.ts';

/** Answers that are seen at once; the others wait behind a disclosure. */
const SHOWN_ANSWERS = 8;

/** What the picture shows, in one sentence. */
export function summary(picture: VectorsPicture): TemplateResult {
  const { neighbours, missing, call, tenants, query } = picture;
  const foreign = neighbours.filter((each) => each.foreign).length;
  const asked = html`${whoView(call, tenants)} asked <q>${query.text}</q>`;
  if (foreign > 0) {
    return html`<p class="sentence">
      ${stateMark('leaked')} ${asked} and got ${plural(neighbours.length, 'answer')},
      ${formatCount(foreign)} of another tenant.
    </p>`;
  }
  if (missing.length > 0) {
    return html`<p class="sentence">
      ${stateMark('over-blocked')} ${asked} and got ${plural(neighbours.length, 'answer')};
      ${plural(missing.length, 'other')} of its own should have come.
    </p>`;
  }
  return html`<p class="sentence">
    ${stateMark('held')} ${asked} and got ${plural(neighbours.length, 'answer')}, none of another
    tenant.
  </p>`;
}

/** A point in words, without its owner, who stands before them. */
export function pointLine(picture: VectorsPicture, point: number): string {
  const rank = picture.neighbours.findIndex((each) => each.point === point);
  const found = picture.neighbours[rank];
  const parts = [labelOf(picture, point)];
  if (found !== undefined) {
    parts.push(`returned as number ${String(rank + 1)}${found.foreign ? ', leaked' : ''}`);
    if (found.distance !== null) parts.push(`distance ${formatDistance(found.distance)}`);
  } else parts.push(picture.missing.includes(point) ? 'should have been returned' : 'not returned');
  return parts.filter((part) => part !== '').join(', ');
}

/** What came back, the nearest first; pressed, an answer is shown on the drawing. */
export function neighbourList(
  picture: VectorsPicture,
  chosen: number | null,
  choose: (point: number) => void,
): TemplateResult {
  const { neighbours, missing, tenants, points } = picture;
  const owner = (point: number): TemplateResult => ownerMark(tenants, points.owner[point] ?? null);
  const answer = ({ point, distance, text, foreign }: Neighbour): TemplateResult =>
    html`<li ?data-foreign=${foreign}>
      <button
        type="button"
        class="neighbour"
        aria-pressed=${point === chosen}
        @click=${() => choose(point)}
      >
        <span class="neighbour-whose">
          ${foreign ? leakSign : nothing} ${owner(point)}
          <span class="quiet">${labelOf(picture, point)}</span>
        </span>
        ${distance === null ? nothing : html`<span class="neighbour-far">${formatDistance(distance)}</span>`}
      </button>
      <span class="neighbour-text">${text}</span>
    </li>`;
  const rest = neighbours.slice(SHOWN_ANSWERS);
  return html`<div class="vectors-answers">
    <p class="quiet">What came back, the nearest first</p>
    <ol class="neighbours">
      ${neighbours.slice(0, SHOWN_ANSWERS).map(answer)}
    </ol>
    ${
      rest.length === 0
        ? nothing
        : html`<details ?open=${rest.some(({ foreign }) => foreign)}>
            <summary>${plural(rest.length, 'more answer')}</summary>
            <ol class="neighbours" .style=${`counter-reset: neighbour ${String(SHOWN_ANSWERS)}`}>
              ${rest.map(answer)}
            </ol>
          </details>`
    }
    ${neighbours.length === 0 ? html`<p>Nothing came back.</p>` : nothing}
    ${
      missing.length === 0
        ? nothing
        : html`<p class="quiet">Should have come, and did not</p>
            <ul class="neighbours">
              ${missing.map(
                (point) =>
                  html`<li>
                    <button
                      type="button"
                      class="neighbour"
                      aria-pressed=${point === chosen}
                      @click=${() => choose(point)}
                    >
                      <span class="over-blocked" role="img" aria-label="missing">∅</span>
                      <span class="neighbour-whose">
                        ${owner(point)} <span class="quiet">${labelOf(picture, point)}</span>
                      </span>
                    </button>
                  </li>`,
              )}
            </ul>`
    }
  </div>`;
}

/** How the picture is read, and how many points each tenant has in it. */
export function legend(picture: VectorsPicture): TemplateResult {
  const { layout, tenants, points } = picture;
  const nobodys = points.owner.filter((owner) => owner === null).length;
  return html`<ul class="vectors-legend">
      ${tenants.map(
        (tenant) =>
          html`<li>
            ${tenantMark(tenant)}
            <span class="quiet"
              >${formatCount(points.owner.filter((owner) => owner === tenant.index).length)}</span
            >
          </li>`,
      )}
      ${nobodys === 0 ? nothing : html`<li>nobody’s <span class="quiet">${formatCount(nobodys)}</span></li>`}
    </ul>
    <p class="quiet picture-legend">
      ${
        layout === 'around'
          ? 'The query is the cross. A point is as far from it as the search measures; its direction is the one in which the vectors differ most.'
          : 'The query is the cross. Vectors are laid into the plane by the two directions in which they differ most, so what lies close together may still be far apart.'
      }
    </p>`;
}

/** The text form: what came back, and what there was. */
export function tables(picture: VectorsPicture): TemplateResult {
  const { neighbours, tenants, points } = picture;
  const rows = neighbours.map(({ point, distance, text, foreign }, i) =>
    tableRow(
      foreign,
      html`<td class="number">${i + 1}</td>
        <th scope="row">
          ${foreign ? leakSign : nothing} ${ownerMark(tenants, points.owner[point] ?? null)}
        </th>
        <td>${labelOf(picture, point)}</td>
        <td class="number">${distance === null ? nothing : formatDistance(distance)}</td>
        <td><span class="long">${text}</span></td>`,
    ),
  );
  return sameAsTable('Vectors', ['no.', 'whose', 'from', 'distance', 'text'], rows);
}

const labelOf = ({ points, labels }: VectorsPicture, point: number): string =>
  labels[points.label[point] ?? 0] ?? '';

const formatDistance = (distance: number): string => distance.toFixed(3);
