import {
  STEP_STATEMENTS,
  type Actor,
  type CallOutcome,
  type FoundRow,
  type PoolEvent,
  type RowChange,
  type SentStatement,
  type TranscriptStep,
} from '../../contract/index.ts';
import type { CallRequest } from './api.ts';
import { pretty } from './pretty.ts';

/** A call as a line of a transcript. */
export function callStep(
  actor: Actor,
  { show, note }: CallRequest,
  outcome: CallOutcome,
  found: readonly FoundRow[],
  changes: readonly RowChange[],
  statements: readonly SentStatement[],
): TranscriptStep {
  return {
    actor,
    language: 'typescript',
    sql: show,
    outcome: stepOutcome(outcome, [...found], [...changes]),
    statements: statements.slice(0, STEP_STATEMENTS),
    ...(note === undefined ? {} : { note }),
  };
}

function stepOutcome(
  outcome: CallOutcome,
  found: FoundRow[],
  changes: RowChange[],
): TranscriptStep['outcome'] {
  switch (outcome.kind) {
    case 'returned':
      return { kind: 'returned', value: pretty(outcome.value), found, changes };
    case 'threw': {
      const { name, message, code, place } = outcome.error;
      return { kind: 'threw', name, message, code, place, found, changes };
    }
    case 'unsettled':
      return { kind: 'unsettled', message: outcome.message, changes };
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

/** The statements among what happened between clients and the server. */
export const statementsOf = (events: readonly PoolEvent[]): SentStatement[] =>
  events.flatMap((event) =>
    event.kind === 'statement'
      ? [
          {
            sql: event.sql,
            parameters: event.parameters,
            rows: event.rows,
            error: event.error,
          },
        ]
      : [],
  );
