import type { Prediction } from '../../contract/index.ts';
import { markup, type Markup } from './markup.ts';

const option = (text: string): Markup =>
  markup`<button class="option" type="button" role="radio" aria-checked="false" disabled>${text}</button>`;

/**
 * The question before the run, where the story that raises it ends. Its answers cannot be pressed
 * before scripts run; where none ever does, the reason stands below them.
 */
export const predict = ({ question, options, because }: Prediction): Markup =>
  markup`<lp-predict><div class="predict">
<p><strong>Predict.</strong> ${question}</p>
<div class="options" role="radiogroup" aria-label="Answers">${options.map(option)}</div>
<noscript><p>${because}</p></noscript>
</div></lp-predict>`;
