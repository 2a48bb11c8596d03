import type { FoundRow, RowChange } from '../../contract/index.ts';
import type { AppLab, CallAttempt } from './api.ts';
import { printAnswer } from './answer.ts';
import type { StockRequest, StockWays } from './stock-runs.ts';

/** What is wrong with an answer, and what shows it. */
export interface Wrong {
  readonly kind: keyof StockWays;
  readonly message: string;
  readonly attempts: readonly CallAttempt[];
}

/**
 * What is wrong with an answer: rows of others in it, rows of others changed, another answer than
 * is right, or than the call gets alone. Null where nothing is.
 * @param alone the same call, alone in a fresh start; null where this is it
 */
export function faultOf(
  lab: AppLab,
  request: StockRequest,
  attempt: CallAttempt,
  alone: CallAttempt | null,
): Wrong | null {
  const who = request.as?.name ?? 'nobody';
  const attempts = [attempt];
  const [row] = attempt.foreign;
  if (row) {
    const owners = namesOf(lab, attempt.foreign);
    const message = `${request.show}, called as ${who}, answered with ${rowsOf(attempt.foreign.length)} of ${owners}.`;
    return { kind: 'foreign', message, attempts };
  }
  const [change] = attempt.foreignChanges;
  if (change) {
    const message = `${request.show}, called as ${who}, ${inWords(lab, change)}.`;
    return { kind: 'changed', message, attempts };
  }
  const wrong = wrongAnswer(request, attempt, alone);
  return wrong === null
    ? null
    : { kind: 'wrong', message: `${request.show}, called as ${who}, ${wrong}.`, attempts };
}

function wrongAnswer(
  { judge, rows }: StockRequest,
  attempt: CallAttempt,
  alone: CallAttempt | null,
): string | null {
  const { outcome, found } = attempt;
  const judged = judge?.(attempt) ?? null;
  if (judged !== null) return judged;
  if (!judge && outcome.kind === 'threw') {
    return `threw ${outcome.error.name}: ${outcome.error.message}`;
  }
  if (rows) {
    const wanted = Object.entries(rows).flatMap(([table, keys]) =>
      keys.map((key) => `${table} ${key}`),
    );
    const shown = found.map(({ table, key }) => `${table} ${key}`);
    const missing = wanted.filter((name) => !shown.includes(name));
    const surplus = shown.filter((name) => !wanted.includes(name));
    if (missing.length > 0) return `answered without ${rowsOf(missing.length)} of its own`;
    if (surplus.length > 0) return `answered with ${rowsOf(surplus.length)} too many`;
  }
  if (!judge && alone && printAnswer(alone) !== printAnswer(attempt)) {
    return 'got another answer in flight than it gets alone';
  }
  return null;
}

const rowsOf = (count: number): string => `${count} row${count === 1 ? '' : 's'}`;

const nameOf = (lab: AppLab, owner: number | null): string =>
  lab.world.tenants.find(({ index }) => index === owner)?.name ?? 'nobody';

const namesOf = (lab: AppLab, rows: readonly FoundRow[]): string =>
  [...new Set(rows.map(({ owner }) => nameOf(lab, owner)))].join(' and ');

function inWords(lab: AppLab, change: RowChange): string {
  const { table, kind, key, ownerBefore, ownerAfter } = change;
  const [before, after] = [nameOf(lab, ownerBefore), nameOf(lab, ownerAfter)];
  if (kind === 'inserted') return `inserted row ${key} of ${table} for ${after}`;
  if (kind === 'deleted') return `deleted row ${key} of ${table}, which is ${before}’s`;
  return before === after
    ? `updated row ${key} of ${table}, which is ${before}’s`
    : `moved row ${key} of ${table} from ${before} to ${after}`;
}
