import { html, nothing, type TemplateResult } from 'lit';
import type { Fault, SqlError } from '../contract/index.ts';
import { faultPlace, faultWord } from '../workbook/index.ts';

/** Asks the editor to show a place: bubbles from wherever a place is named. */
export class RevealEvent extends Event {
  static readonly type = 'lp-reveal';
  readonly place: Revealed;

  constructor(place: Revealed) {
    super(RevealEvent.type, { bubbles: true, composed: true });
    this.place = place;
  }
}

/** A place in the learner's files, as far as it is known. */
type Revealed = Pick<Fault, 'file' | 'line' | 'column'>;

/**
 * Why nothing came of a press, as one sentence, then what the server said. Never in the colour of
 * leaks: a syntax error gives nothing away.
 */
export function faultView(fault: Fault): TemplateResult {
  const place = faultPlace(fault);
  return html`<div class="fault">
    <p>
      <span class="state state-could-not-check">${faultWord(fault)}</span>
      ${place === '' ? nothing : placeButton(fault, place)}
    </p>
    <p class="fault-message">${fault.message}</p>
    ${fault.sql === undefined ? nothing : serverWords(fault.sql, fault.message)}
  </div>`;
}

/** A place in the learner's files; pressed, it puts the cursor there. */
export function placeButton(fault: Fault, place: string): TemplateResult {
  if (fault.line === undefined) return html`<code>${place}</code>`;
  return html`<button
    type="button"
    class="place"
    aria-label="Show ${place} in the editor"
    @click=${(event: Event) => event.target?.dispatchEvent(new RevealEvent(fault))}
  >
    ${place}
  </button>`;
}

/** The server's own words, as far as the sentence has not said them, with the SQLSTATE. */
export function serverWords(error: SqlError, said = ''): TemplateResult {
  const message = said.includes(error.message) ? nothing : error.message;
  return html`<p class="server-words">
    <code>${error.severity} ${error.code}</code> ${message}
    ${error.detail === undefined ? nothing : html`<br />Detail: ${error.detail}`}
    ${error.hint === undefined ? nothing : html`<br />Hint: ${error.hint}`}
  </p>`;
}
