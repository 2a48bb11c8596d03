import { html, nothing, type TemplateResult } from 'lit';
import type { DueReason } from '../../workbook/index.ts';
import { proseView } from '../prose-view.ts';

/**
 * Why each difference matters, as a list whose entries lead to their lines.
 * @param several whether the texts differ in more than one file, so that a line alone says too little
 * @param current the entry that was followed last
 */
export function reasonsView(
  reasons: readonly DueReason[],
  several: boolean,
  current: DueReason | null,
  follow: (reason: DueReason) => void,
): TemplateResult {
  return html`<section class="reasons" aria-labelledby="reasons-title">
    <h3 id="reasons-title">Why the differences matter</h3>
    ${
      reasons.length === 0
        ? html`<p>The lines of this answer that are explained stand in yours too.</p>`
        : html`<ol class="reason-list">
            ${reasons.map((reason) => entry(reason, several, isSame(reason, current), follow))}
          </ol>`
    }
  </section>`;
}

function entry(
  reason: DueReason,
  several: boolean,
  current: boolean,
  follow: (reason: DueReason) => void,
): TemplateResult {
  return html`<li class="reason" aria-current=${current ? 'true' : nothing}>
    <button type="button" class="reason-place" @click=${() => follow(reason)}>
      ${several ? html`<code>${reason.path}</code>, line` : 'Line'} ${reason.line}
    </button>
    <p>${proseView(reason.reason)}</p>
  </li>`;
}

const isSame = (one: DueReason, other: DueReason | null): boolean =>
  one.path === other?.path && one.line === other.line && one.reason === other.reason;
