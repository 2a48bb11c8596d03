import { html, nothing, type TemplateResult } from 'lit';
import { OUTPUT_LINES, type OutputLine } from '../contract/index.ts';
import { codeView } from './code-view.ts';

/** What the learner's program wrote, under the call that wrote it, in its order. */
export function outputView(lines: readonly OutputLine[]): TemplateResult {
  const full = lines.length >= OUTPUT_LINES;
  return html`<ol class="output" aria-label="Output of your program">
      ${lines.map((line, at) => lineView(line, at === 0 || lines[at - 1]?.call !== line.call))}
    </ol>
    ${full ? html`<p class="quiet">A run keeps the first ${OUTPUT_LINES} lines.</p>` : nothing}`;
}

function lineView({ level, text, call }: OutputLine, isFirst: boolean): TemplateResult {
  const named = level === 'warn' || level === 'error';
  return html`<li>
    ${isFirst ? callHead(call) : nothing}
    <pre class="output-line" data-level=${level}>
${named ? html`<b>${level}</b> ` : nothing}${text}</pre>
  </li>`;
}

function callHead(call: string | null): TemplateResult {
  return call === null
    ? html`<p class="quiet">while the modules were loading</p>`
    : html`<p><code>${codeView(call)}</code></p>`;
}
