import { LeakproofError, type Actor, type RowChange } from '../../contract/index.ts';
import type { Truth } from '../ownership.ts';
import type { TablePlan, World } from '../world.ts';
import type { CallAttempt } from './api.ts';
import { callStep, statementsOf } from './call-step.ts';
import { findRows, telltales } from './found-rows.ts';
import { readOutcome } from './plain-texts.ts';

/** What is seen of a call, before the rows in its answer are recognised. */
export type Attempted = Omit<
  CallAttempt,
  'found' | 'foreign' | 'foreignChanges' | 'statements' | 'step'
>;

/**
 * Recognises rows in an answer, and makes its line of a transcript.
 * @param truths the rows that may turn up in it: as drawn, before it, after it
 * @throws LeakproofError `program-error` where the answer was cut and shows no foreign row: it may
 *   hold one beyond the cut
 */
export function attemptOf(
  {
    drawn,
    tables,
    application,
  }: {
    readonly drawn: World;
    readonly tables: readonly TablePlan[];
    readonly application: string;
  },
  truths: readonly Truth[],
  attempted: Attempted,
): CallAttempt {
  const { request, outcome, changes, events } = attempted;
  const reader = request.as?.index ?? null;
  const known = telltales(drawn, tables, [...new Set(truths)]);
  const found = findRows(readOutcome(outcome), request.args, known, reader);
  const foreign = found.filter((row) => row.foreign);
  if (outcome.kind !== 'unsettled' && outcome.cut && foreign.length === 0) {
    throw tooLarge(request.show);
  }
  const statements = statementsOf(events);
  const actor: Actor = { role: application, tenant: request.as };
  return {
    ...attempted,
    found,
    foreign,
    foreignChanges: changes.filter((change) => isForeign(change, reader)),
    statements,
    step: callStep(actor, request, outcome, found, changes, statements),
  };
}

/** Whether a change took a row from, or gave one to, anybody but the caller. */
const isForeign = ({ ownerBefore, ownerAfter }: RowChange, caller: number | null): boolean =>
  (ownerBefore !== null && ownerBefore !== caller) ||
  (ownerAfter !== null && ownerAfter !== caller);

function tooLarge(show: string): LeakproofError {
  return new LeakproofError({
    code: 'program-error',
    message: `${show} answered with more than can be carried over, so whose rows are in it cannot be told.`,
  });
}
