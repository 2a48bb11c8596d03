import { html, nothing, type TemplateResult } from 'lit';
import { plural, withContext, type DiffLine, type FileDiff } from '../../workbook/index.ts';

/** The sign before a line. */
const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', gone: '−', new: '+' };

/**
 * What becomes of a file, line by line. Signs stand before the lines, so colour says nothing alone.
 * @param other whose the new lines are, for who does not see the signs
 * @param marked a line of the other's text to make conspicuous
 */
export function diffView(
  { path, lines }: FileDiff,
  other = 'theirs',
  marked?: number,
): TemplateResult {
  return html`<figure class="diff">
    <figcaption><code>${path}</code></figcaption>
    <div class="diff-lines" tabindex="0" role="group" aria-label="Differences in ${path}">
      ${withContext(lines).map((line) =>
        line.kind === 'skipped'
          ? html`<p class="diff-skipped">${plural(line.count, 'line')} alike</p>`
          : lineView(line, other, line.kind !== 'gone' && line.after === marked),
      )}
    </div>
  </figure>`;
}

function lineView(
  { kind, text, before, after }: DiffLine,
  other: string,
  marked: boolean,
): TemplateResult {
  const sign = SIGNS[kind];
  const word = { same: '', gone: 'yours: ', new: `${other}: ` }[kind];
  return html`<div class="diff-line" data-kind=${kind} ?data-marked=${marked}>
    <span class="diff-number" aria-hidden="true">${after ?? before}</span
    ><span class="diff-sign" aria-hidden="true">${sign}</span
    >${word === '' ? nothing : html`<span class="visually-hidden">${word}</span>`}<code
      >${text}</code
    >
  </div>`;
}
