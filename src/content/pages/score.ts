import type { BrokenVariant, Score } from '../../contract/index.ts';
import { markup, type Markup } from './markup.ts';

/** `policies.sql: drop the policy …`, the file apart from what was done to it. */
function variant({ mutation, caughtBy }: BrokenVariant): Markup {
  const [, file = '', change = mutation] = /^([^\s:]+): ([^]*)$/.exec(mutation) ?? [];
  const by =
    caughtBy === null ? markup`<strong>caught by no check</strong>` : markup`caught: ${caughtBy}`;
  return markup`<li>${file === '' ? null : markup`<code>${file}</code> `}${change} <span class="score-by">${by}</span></li>`;
}

/**
 * How far the checks of a lesson are to be trusted: right answers were broken on purpose, one
 * change at a time. The list gives parts of the answers away, so it is opened by who wants it.
 */
export function score({ variants }: Score): Markup {
  const caught = variants.filter(({ caughtBy }) => caughtBy !== null).length;
  return markup`<h3>How the checks are tested</h3>
<p>This lesson’s checks catch ${caught} of ${variants.length} broken variants: right answers of ours, each with one change that makes it wrong.</p>
<details class="score">
<summary>What was broken, and which check noticed. It gives parts of the answers away.</summary>
<ol>${variants.map(variant)}</ol>
</details>`;
}
