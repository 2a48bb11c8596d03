import { html, nothing, type TemplateResult } from 'lit';
import type { PlanNode } from '../../contract/index.ts';

/** A plan as nested lists, so that it can be read out and walked like any list. */
export function planView(root: PlanNode): TemplateResult {
  return html`<ul class="plan" aria-label="Plan">
    ${nodeView(root)}
  </ul>`;
}

function nodeView({ title, figures, conditions, children }: PlanNode): TemplateResult {
  return html`<li>
    <p><b>${title}</b> <span class="quiet">${figures}</span></p>
    ${conditions.map(
      ({ name, value }) =>
        html`<p class="plan-condition">
          <span class="quiet">${name}:</span> <code>${value}</code>
        </p>`,
    )}
    ${
      children.length === 0
        ? nothing
        : html`<ul>
            ${children.map(nodeView)}
          </ul>`
    }
  </li>`;
}
