import { html, nothing, type TemplateResult } from 'lit';
import type { Actor, Tenant } from '../contract/index.ts';
import { SIGNS, type CheckSign } from '../workbook/index.ts';

/** A tenant as it is drawn everywhere: shape and colour by its index, and always its name. */
export function tenantMark(tenant: Tenant, suffix = ''): TemplateResult {
  return html`<span class="tenant" data-tenant=${tenant.index}>${tenant.name}${suffix}</span>`;
}

/** The tenant a row belongs to, by index; a row may belong to none. */
export function ownerMark(tenants: readonly Tenant[], owner: number | null): TemplateResult {
  const tenant = tenants.find((each) => each.index === owner);
  if (tenant === undefined) return html`<span class="quiet">nobody’s</span>`;
  return tenantMark(tenant, '’s');
}

/** Who runs a statement: the tenant whose context is set, and the role. */
export function actorMark(actor: Actor): TemplateResult {
  const who =
    actor.tenant === null
      ? html`<span class="no-context">no tenant</span>`
      : tenantMark(actor.tenant);
  return html`<span class="actor">${who} <code class="role">${actor.role}</code></span>`;
}

/** A finding's sign with its word. */
export function stateMark(sign: CheckSign): TemplateResult {
  return html`<span class="state state-${STATE_CLASS[sign]}">${SIGNS[sign].word}</span>`;
}

const STATE_CLASS: Readonly<Record<CheckSign, string>> = {
  leaked: 'leaked',
  held: 'held',
  works: 'held',
  'over-blocked': 'over-blocked',
  unknown: 'could-not-check',
};

/** The seed that draws the same worlds again. */
export function seedLine(seed: number | null): TemplateResult | typeof nothing {
  if (seed === null) return nothing;
  return html`<p class="seed quiet">Seed <code>${seed}</code> draws this world again.</p>`;
}
