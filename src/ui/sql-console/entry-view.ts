import { html, nothing, type TemplateResult } from 'lit';
import type { ConsoleEntry, ConsoleState } from '../../workbook/index.ts';
import { faultView } from '../fault-view.ts';
import { answerView, answerWords } from './answer-view.ts';
import { settingView, whoView } from './who-view.ts';

/** One text that was run: who ran it, and what came of it. The latest stands open. */
export function entryView(entry: ConsoleEntry, latest: boolean, setting: string): TemplateResult {
  const { sql, role, context, tenant, outcome } = entry;
  const read =
    outcome.kind === 'answer' ? settingView(outcome.answer.setting, setting, context) : nothing;
  return html`<li>
    <details class="console-entry" data-outcome=${outcome.kind} ?open=${latest}>
      <summary>
        ${whoView(role, context, tenant)} <code class="sql">${firstLine(sql)}</code>
      </summary>
      ${read === nothing ? nothing : html`<p class="console-setting">${read}</p>`}
      ${outcomeView(entry)}
    </details>
  </li>`;
}

function outcomeView({ outcome }: ConsoleEntry): TemplateResult | typeof nothing {
  switch (outcome.kind) {
    case 'running':
      return nothing;
    case 'answer':
      return answerView(outcome.answer);
    case 'fault':
      return faultView(outcome.fault);
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

/** What became of the latest text, for who listens. */
export function entryWords({ entries: [latest] }: ConsoleState): string {
  if (latest === undefined || latest.outcome.kind === 'running') return '';
  const { outcome } = latest;
  return outcome.kind === 'answer' ? answerWords(outcome.answer) : outcome.fault.message;
}

function firstLine(sql: string): string {
  const [first = '', ...others] = sql.trim().split('\n');
  return others.length === 0 ? first : `${first} …`;
}
