import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorLayer, ErrorPathPicture, TextPiece } from '../../contract/index.ts';
import { faultPlace } from '../../workbook/index.ts';
import { placeButton } from '../fault-view.ts';
import { LightElement } from '../light-element.ts';
import { ownerMark, stateMark } from '../marks.ts';
import { leakSign, sameAsTable, tableRow, whoView } from './picture-parts.ts';
import '../styles/pictures.css';
import '../styles/picture-error-path.css';

/**
 * The way of an error, from where it was thrown to whoever called and to the log, with what it said
 * at each place and whose data that was. Another's data at the caller is the leak; in the log it is
 * where it belongs.
 */
export class LpErrorPath extends LightElement {
  static override properties = { picture: { attribute: false } };
  declare picture: ErrorPathPicture;

  protected override render(): TemplateResult {
    const { layers } = this.picture;
    const inside = layers.filter(({ at }) => at === 'inside');
    const ends = layers.filter(({ at }) => at !== 'inside');
    return html`${this.#summary()}
      <ol class="error-path">
        ${inside.map((layer) => html`<li>${this.#layer(layer)}</li>`)}
        ${
          ends.length === 0
            ? nothing
            : html`<li class="error-ends" data-count=${ends.length}>
                ${ends.map((layer) => this.#layer(layer))}
              </li>`
        }
      </ol>
      ${this.#table()}`;
  }

  #summary(): TemplateResult {
    const { layers, call, tenants } = this.picture;
    const owners = new Set(
      layers
        .filter(isCaller)
        .flatMap(foreignIn)
        .map(({ owner }) => owner),
    );
    const whose = [...owners].map((owner) => ownerMark(tenants, owner));
    const asked = html`${whoView(call, tenants)} called <code>${call.show}</code>`;
    if (whose.length > 0) {
      return html`<p class="sentence">
        ${stateMark('leaked')} ${asked} and got to read
        ${whose.map((each, i) => [i > 0 ? ', ' : '', each])} data from the error.
      </p>`;
    }
    const logged = layers.some(({ at, said }) => at === 'log' && said.length > 0);
    return html`<p class="sentence">
      ${stateMark('held')} ${asked} and got to read nobody else’s
      data.${logged ? ' The log has the details.' : ''}
    </p>`;
  }

  #layer(layer: ErrorLayer): TemplateResult {
    const leaks = isCaller(layer) && foreignIn(layer).length > 0;
    return html`<div
      role="group"
      class="error-layer"
      data-at=${layer.at}
      ?data-crossed=${leaks}
      aria-label=${layer.name}
    >
      <p class="error-name">
        ${leaks ? leakSign : nothing} <b>${layer.name}</b>
        ${isCaller(layer) ? whoView(this.picture.call, this.picture.tenants) : nothing}
        ${placeOf(layer)}
      </p>
      ${layer.said.length === 0 ? html`<p class="quiet">${silence(layer)}</p>` : this.#said(layer)}
    </div>`;
  }

  #said({ said }: ErrorLayer): TemplateResult {
    return html`<dl class="error-said">
      ${said.map(
        ({ name, pieces }) =>
          html`<div>
            <dt>${name}</dt>
            <dd><code>${pieces.map((piece) => this.#piece(piece))}</code></dd>
          </div>`,
      )}
    </dl>`;
  }

  #piece({ text, owner, foreign }: TextPiece): TemplateResult | string {
    if (owner === null) return text;
    const name = this.picture.tenants.find(({ index }) => index === owner)?.name ?? '';
    const whose = `${name}’s${foreign ? ', leaked' : ''}: `;
    return html`<mark class="found" data-tenant=${owner} ?data-foreign=${foreign}
      ><span class="visually-hidden">${whose}</span>${text}</mark
    >`;
  }

  #table(): TemplateResult {
    const { layers, tenants } = this.picture;
    const rows = layers.flatMap((layer) => {
      const name = html`<th scope="row">${layer.name} ${placeOf(layer)}</th>`;
      if (layer.said.length === 0) {
        return [
          tableRow(
            false,
            html`${name}
              <td colspan="3" class="quiet">${silence(layer)}</td>`,
          ),
        ];
      }
      return layer.said.map(({ name: what, pieces }) => {
        const owners = [...new Set(pieces.flatMap(({ owner }) => owner ?? []))];
        const crossed = isCaller(layer) && pieces.some(({ foreign }) => foreign);
        return tableRow(
          crossed,
          html`${name}
            <td>${what}</td>
            <td><code class="long">${pieces.map(({ text }) => text).join('')}</code></td>
            <td>
              ${crossed ? leakSign : nothing}
              ${owners.length === 0 ? ownerMark(tenants, null) : owners.map((owner) => html`${ownerMark(tenants, owner)} `)}
            </td>`,
        );
      });
    });
    return sameAsTable('Error path', ['where', 'what', 'said', 'whose data'], rows);
  }
}

const isCaller = ({ at }: ErrorLayer): boolean => at === 'caller';

const foreignIn = ({ said }: ErrorLayer): readonly TextPiece[] =>
  said.flatMap(({ pieces }) => pieces.filter(({ foreign }) => foreign));

function silence({ at }: ErrorLayer): string {
  if (at === 'log') return 'Nothing was written to it.';
  return at === 'caller' ? 'It was told nothing.' : 'It adds nothing.';
}

function placeOf({ place }: ErrorLayer): TemplateResult | typeof nothing {
  if (place === null) return nothing;
  const fault = { code: 'program-error' as const, message: '', ...place };
  return placeButton(fault, faultPlace(fault));
}
