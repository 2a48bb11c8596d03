import type { Tenant, TranscriptStep } from '../../contract/index.ts';
import { markup, type Markup } from './markup.ts';

type Outcome = TranscriptStep['outcome'];

const tenantMark = (tenant: Tenant): Markup =>
  markup`<span class="tenant" data-tenant="${tenant.index}">${tenant.name}</span>`;

const ownerMark = (owner: number | null, tenants: readonly Tenant[]): Markup => {
  const tenant = tenants.find((each) => each.index === owner);
  return tenant === undefined ? markup`nobody` : tenantMark(tenant);
};

const rowCount = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);

const inOneLine = (literal: string): string => literal.replaceAll(/\s+/g, ' ');

/** What came of a step, in one line: whose rows, and what they held if they were another's. */
function outcomeLine(outcome: Outcome, own: number | null, tenants: readonly Tenant[]): Markup {
  switch (outcome.kind) {
    case 'rows': {
      const { rows, total } = outcome.result;
      const foreign = rows.find((row) => row.foreign);
      if (foreign === undefined)
        return markup`${rowCount(total)}, ${total === 1 ? '' : 'all '}its own`;
      const values = foreign.values.map((value) => value ?? 'NULL').join(' · ');
      return markup`${ownerMark(foreign.owner, tenants)}’s row: <code>${values}</code>`;
    }
    case 'changed': {
      const foreign = outcome.changes.filter(({ ownerBefore }) => ownerBefore !== own);
      const [first] = foreign;
      const did = outcome.changes[0]?.kind ?? 'changed';
      if (first === undefined) return markup`${rowCount(outcome.count)} ${did}`;
      return markup`${rowCount(outcome.count)} ${did}, ${foreign.length} of them ${ownerMark(first.ownerBefore, tenants)}’s`;
    }
    case 'refused':
      return markup`refused: ${outcome.error.message} <code>${outcome.error.code}</code>`;
    case 'done':
      return markup`<code>${outcome.tag}</code>`;
    case 'returned': {
      const foreign = outcome.found.find((row) => row.foreign);
      const [change] = outcome.changes;
      if (foreign !== undefined)
        return markup`${ownerMark(foreign.owner, tenants)}’s row: <code>${foreign.text}</code>`;
      if (change !== undefined)
        return markup`${rowCount(outcome.changes.length)} ${change.kind}, ${ownerMark(change.ownerBefore, tenants)}’s`;
      const { length } = outcome.found;
      if (length === 0) return markup`<code>${inOneLine(outcome.value)}</code>`;
      const keys = outcome.found.map(({ key }) => key).join(', ');
      return markup`${rowCount(length)}, ${length === 1 ? '' : 'all '}its own: <code>${keys}</code>`;
    }
    case 'threw':
      return markup`threw ${outcome.name}: ${outcome.message}`;
    case 'unsettled':
      return markup`${outcome.message}`;
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

/** Another's rows came back, or were changed. */
function leaks({ actor, outcome }: TranscriptStep): boolean {
  if (outcome.kind === 'rows') return outcome.result.rows.some((row) => row.foreign);
  if ('found' in outcome && outcome.found.some((row) => row.foreign)) return true;
  const own = actor.tenant?.index ?? null;
  return 'changes' in outcome && outcome.changes.some(({ ownerBefore }) => ownerBefore !== own);
}

function stepLines(step: TranscriptStep, tenants: readonly Tenant[]): Markup {
  const who =
    step.actor.tenant === null ? markup`<b>${step.actor.role}</b>` : tenantMark(step.actor.tenant);
  return markup`<li${leaks(step) ? markup` class="leaked"` : null}>
<span class="actor">${who}</span><code class="said">${step.sql}</code>
<span class="outcome">${leaks(step) ? markup`<span class="state state-leaked">leaked</span> ` : markup`<span class="quiet">→</span> `}${outcomeLine(step.outcome, step.actor.tenant?.index ?? null, tenants)}</span>
</li>`;
}

/** A transcript as a list: who said what, and below it what came of it. */
export const transcript = (steps: readonly TranscriptStep[], tenants: readonly Tenant[]): Markup =>
  markup`<ol class="transcript">${steps.map((step) => stepLines(step, tenants))}</ol>`;
