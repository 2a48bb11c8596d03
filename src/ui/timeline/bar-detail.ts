import { html, nothing, type TemplateResult } from 'lit';
import type { CarriedSetting, Tenant } from '../../contract/index.ts';
import { ownerMark } from '../marks.ts';
import { sentView } from '../sent-view.ts';
import { isUnset, type BarPicture } from './timeline-picture.ts';

/** All about one bar in words: whose request, what it found set, what it ran, what it left. */
export function barDetail(picture: BarPicture, tenants: readonly Tenant[]): TemplateResult {
  const { bar, lane, number, ticks } = picture;
  return html`<p class="checkout-title">
      <span class="quiet">${number}</span> ${requestView(picture, tenants)}
      <span class="quiet">on ${lane}</span>
    </p>
    ${
      bar.inherited === null
        ? nothing
        : html`<p class="note">
            <span class="crossed"
              >✕ It began with what ${ownerMark(tenants, bar.inherited)} request had set.</span
            >
          </p>`
    }
    <dl class="carried">
      <div>
        <dt>was handed over with</dt>
        <dd>${settingsView(bar.settingsIn, tenants)}</dd>
      </div>
      <div>
        <dt>${bar.to === null ? 'never given back; carries' : 'was given back with'}</dt>
        <dd>${settingsView(bar.settingsOut, tenants)}</dd>
      </div>
    </dl>
    ${
      ticks.length === 0
        ? html`<p class="quiet">It sent no statement.</p>`
        : html`<ol class="sent">
            ${ticks.map((tick) => sentView(tick.statement, tick.number))}
          </ol>`
    }`;
}

/** Whose request a bar served, and which call it was. */
export function requestView({ bar }: BarPicture, tenants: readonly Tenant[]): TemplateResult {
  const tenant = tenants.find((each) => each.index === bar.tenant);
  const who =
    tenant === undefined
      ? html`<span class="no-context">no tenant</span>`
      : html`<span class="tenant" data-tenant=${tenant.index}>${tenant.name}</span>`;
  return html`${who}
  ${bar.call === null ? nothing : html`<code class="checkout-call">${bar.call}</code>`}`;
}

/** Settings with the tenant whose id each holds; said too where nothing is set. */
export function settingsView(
  settings: readonly CarriedSetting[],
  tenants: readonly Tenant[],
): TemplateResult {
  if (settings.length === 0) return html`<span class="quiet">nothing set</span>`;
  return html`${settings.map(
    (setting) =>
      html`<span class="setting"><code>${setting.name}</code> ${value(setting, tenants)}</span> `,
  )}`;
}

function value(setting: CarriedSetting, tenants: readonly Tenant[]): TemplateResult {
  const tenant = tenants.find((each) => each.index === setting.tenant);
  if (tenant !== undefined)
    return html`= <span class="tenant" data-tenant=${tenant.index}>${tenant.name}</span>`;
  if (!isUnset(setting)) return html`= <code>${setting.value}</code>`;
  return html`<span class="quiet">${setting.value === null ? 'never set' : 'set no more'}</span>`;
}
