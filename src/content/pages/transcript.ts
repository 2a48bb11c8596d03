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

/** What came of a step, in one line: whose rows, and what they held if they were another's. */
function outcomeLine(outcome: Outcome, tenants: readonly Tenant[]): Markup {
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
      const [change] = outcome.changes;
      const moved = change !== undefined && change.ownerBefore !== change.ownerAfter;
      if (!moved) return markup`${rowCount(outcome.count)} changed`;
      return markup`${rowCount(outcome.count)} changed: was ${ownerMark(change.ownerBefore, tenants)}’s, now ${ownerMark(change.ownerAfter, tenants)}’s`;
    }
    case 'refused':
      return markup`refused: ${outcome.error.message} <code>${outcome.error.code}</code>`;
    case 'done':
      return markup`<code>${outcome.tag}</code>`;
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

const leaks = ({ outcome }: TranscriptStep): boolean =>
  outcome.kind === 'rows' && outcome.result.rows.some((row) => row.foreign);

function stepLines(step: TranscriptStep, tenants: readonly Tenant[]): Markup {
  const who =
    step.actor.tenant === null ? markup`<b>${step.actor.role}</b>` : tenantMark(step.actor.tenant);
  return markup`<li${leaks(step) ? markup` class="leaked"` : null}>
<span class="actor">${who}</span><code class="said">${step.sql}</code>
<span class="outcome">${leaks(step) ? markup`<span class="state state-leaked">Leaked</span> ` : markup`<span class="quiet">→</span> `}${outcomeLine(step.outcome, tenants)}</span>
</li>`;
}

/** A transcript as a list: who said what, and below it what came of it. */
export const transcript = (steps: readonly TranscriptStep[], tenants: readonly Tenant[]): Markup =>
  markup`<ol class="transcript">${steps.map((step) => stepLines(step, tenants))}</ol>`;
