import { html, type TemplateResult } from 'lit';

/** A sentence in which names of code stand between backticks. One that has no pair stays as it is. */
export function proseView(sentence: string): TemplateResult | string {
  const parts = sentence.split('`');
  if (parts.length < 3 || parts.length % 2 === 0) return sentence;
  return html`${parts.map((part, at) => (at % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
