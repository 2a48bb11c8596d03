import { html, nothing, type TemplateResult } from 'lit';
import type { TenantContext, Workspace } from '../../contract/index.ts';
import { tenantOf, type ConsoleState } from '../../workbook/index.ts';
import { roleWords, tenantOption, whoView } from './who-view.ts';

type Choose = (who: { readonly role?: string; readonly context?: TenantContext }) => void;

/** Who the next statement is run as. It stands at the prompt at all times. */
export function whoNow(state: ConsoleState, { catalog }: Workspace): TemplateResult {
  const chosen = catalog.roles.find(({ name }) => name === state.role);
  return html`<p class="who-now">
    You are ${whoView(state.role, state.context, tenantOf(state))}
    <span class="quiet">${chosen === undefined ? nothing : roleWords(chosen)}</span>
  </p>`;
}

/** The choice of it. */
export function whoPicker(
  { role, context }: ConsoleState,
  { catalog, tenants, setting }: Workspace,
  choose: Choose,
): TemplateResult {
  return html`<div class="who-choice">
    <label
      >Role
      <select @change=${(event: Event) => choose({ role: valueOf(event) })}>
        ${catalog.roles.map(({ name }) => option(name, name, role))}
      </select></label
    >
    <label
      >Tenant
      <select @change=${(event: Event) => choose({ context: contextOf(valueOf(event)) })}>
        ${tenants.map((tenant) =>
          option(String(tenant.index), tenantOption(tenant), String(context)),
        )}
        ${option('none', 'none', String(context))}
        ${option('empty', `empty: ${setting} = ''`, String(context))}
      </select></label
    >
  </div>`;
}

const option = (value: string, label: string, chosen: string): TemplateResult =>
  html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;

function valueOf({ currentTarget }: Event): string {
  return currentTarget instanceof HTMLSelectElement ? currentTarget.value : '';
}

const contextOf = (value: string): TenantContext =>
  value === 'none' || value === 'empty' ? value : Number(value);
