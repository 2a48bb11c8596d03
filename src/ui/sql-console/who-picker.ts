import { html, nothing, type TemplateResult } from 'lit';
import type { TenantContext, Workspace } from '../../contract/index.ts';
import { tenantOf, type ConsoleState } from '../../workbook/index.ts';
import { roleWords, tenantOption, whoView } from './who-view.ts';

type Choose = (who: { readonly role?: string; readonly context?: TenantContext }) => void;

/** Who the next statement is run as, in words and marks; and the choice of it. */
export function whoPicker(
  state: ConsoleState,
  workspace: Workspace,
  choose: Choose,
): TemplateResult {
  const { role, context } = state;
  const { catalog, tenants, setting } = workspace;
  const chosen = catalog.roles.find(({ name }) => name === role);
  return html`<div class="who">
    <p class="who-now">
      You are ${whoView(role, context, tenantOf(state))}
      <span class="quiet">${chosen === undefined ? nothing : roleWords(chosen)}</span>
    </p>
    <div class="who-choice">
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
    </div>
  </div>`;
}

const option = (value: string, label: string, chosen: string): TemplateResult =>
  html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;

function valueOf({ currentTarget }: Event): string {
  return currentTarget instanceof HTMLSelectElement ? currentTarget.value : '';
}

const contextOf = (value: string): TenantContext =>
  value === 'none' || value === 'empty' ? value : Number(value);
