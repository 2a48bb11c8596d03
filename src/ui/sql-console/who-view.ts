import { html, nothing, type TemplateResult } from 'lit';
import type { Tenant, TenantContext, WorkspaceRole } from '../../contract/index.ts';
import { tenantMark } from '../marks.ts';

/** Who a statement is run as: the role, and the tenant whose context is set. */
export function whoView(
  role: string,
  context: TenantContext,
  tenant: Tenant | null,
): TemplateResult {
  return html`<span class="actor"
    ><code class="role">${role}</code> ${contextView(context, tenant)}</span
  >`;
}

function contextView(context: TenantContext, tenant: Tenant | null): TemplateResult {
  if (tenant !== null) return html`for ${tenantMark(tenant)}`;
  return html`<span class="no-context">${context === 'empty' ? EMPTY : 'for no tenant'}</span>`;
}

const EMPTY = 'with an empty tenant';

/** What a role is, in a few words. */
export function roleWords({ part, unbound }: WorkspaceRole): string {
  if (unbound === 'superuser') return 'superuser, whom no policy binds';
  if (unbound === 'bypassrls') return 'BYPASSRLS: no policy binds it';
  if (part === 'application') return 'the application’s role';
  return part === 'owner' ? 'owns the tables' : 'another role';
}

/** The shapes that tenants wear, where nothing but text can be shown. */
const SHAPES = ['●', '■', '▲', '◆'] as const;

/** One tenant in a list to choose from. */
export const tenantOption = ({ index, name }: Tenant): string => `${SHAPES[index] ?? ''} ${name}`;

/** What the setting read when the text began, where that says more than the tenant's name. */
export function settingView(
  setting: string | null,
  name: string,
  context: TenantContext,
): TemplateResult | typeof nothing {
  if (typeof context === 'number') return nothing;
  if (setting === null) return html`<span class="quiet"><code>${name}</code> is NULL</span>`;
  const reused = context === 'none' ? ', as on any connection that had a tenant before' : '';
  return html`<span class="quiet"><code>${name}</code> is <code>''</code>${reused}</span>`;
}
