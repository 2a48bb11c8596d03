import type { TranscriptStep } from '#contract';
import type { Lab, TablePlan } from '#checks';
import { readingOf } from './words.ts';

/** What a role's rows-of-others attempt came to, with its transcript. */
export interface Demonstration {
  readonly sentence: string;
  readonly foreign: number;
  readonly transcript: readonly TranscriptStep[];
}

/**
 * Shows what a role that RLS does not bind, or that can unbind itself, does in a tenant's context:
 * reads the table, and where FORCE still holds it back, switches FORCE off first.
 */
export async function demonstrate(
  lab: Lab,
  role: string,
  table: TablePlan,
): Promise<Demonstration> {
  const actor = { role, tenant: lab.world.tenants[1] };
  const read = `SELECT * FROM ${table.name}`;
  const plain = await lab.attempt(actor, read);
  const first = await readingOf(lab, table, plain);
  if (first.foreign > 0) return { ...first, transcript: [plain.step] };
  const unforced = await lab.attempt(
    actor,
    `ALTER TABLE ${table.name} NO FORCE ROW LEVEL SECURITY; ${read}`,
  );
  const second = await readingOf(lab, table, unforced);
  return {
    sentence: `switched FORCE off and ${second.sentence}`,
    foreign: second.foreign,
    transcript: [plain.step, unforced.step],
  };
}
