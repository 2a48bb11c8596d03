import { html, nothing, type TemplateResult } from 'lit';
import { DATA_POLICIES, type Policy, type TableSecurity } from '../contract/index.ts';
import { policyWords, securityWords, type Words } from '../workbook/index.ts';

/** Whether a table's policies are asked, and whom they do not bind. */
export function securityView(security: TableSecurity, application: string): TemplateResult {
  return html`<p class="data-security">${wordsView(securityWords(security, application))}</p>`;
}

/** A table's policies, each as a sentence over the clauses that it is read from. */
export function policiesView({
  policies,
  enabled,
}: TableSecurity): TemplateResult | typeof nothing {
  if (policies.length === 0) return nothing;
  return html`<ul class="policies" ?data-off=${!enabled}>
      ${policies.map(policyView)}
    </ul>
    ${policies.length < DATA_POLICIES ? nothing : html`<p class="quiet">More are not listed.</p>`}`;
}

function policyView(policy: Policy): TemplateResult {
  const { name, command, permissive, using, check } = policy;
  return html`<li>
    <p>${wordsView(policyWords(policy))}</p>
    <p class="policy-source">
      <span><b>${name}</b> ${permissive ? 'permissive' : 'restrictive'}, for ${command}</span>
      ${using === null ? nothing : html`<code>USING ${bracketed(using)}</code>`}
      ${check === null ? nothing : html`<code>WITH CHECK ${bracketed(check)}</code>`}
    </p>
  </li>`;
}

/** PostgreSQL prints brackets around an expression, and none around a constant. */
const bracketed = (sql: string): string => (sql.startsWith('(') ? sql : `(${sql})`);

function wordsView(words: readonly Words[]): readonly (string | TemplateResult)[] {
  return words.map((part) => (typeof part === 'string' ? part : html`<code>${part.code}</code>`));
}
