import type { AppLab, CallAttempt, CallRequest } from '#checks';
import { isRecord, type Plain, type TraceEvent } from '#contract';
import { onServer } from './calls.ts';

export type FileEvent = Extract<TraceEvent, { kind: 'file' }>;

/** What one of many calls did: its answer, or what it threw, and the files that it touched. */
export interface Shot {
  readonly request: CallRequest;
  /** Undefined where it threw. */
  readonly value: Plain | undefined;
  readonly events: readonly FileEvent[];
}

/** Many calls in one: what each touched stands between marks in the trace. See driver.ts. */
export interface Batch {
  readonly shots: readonly Shot[];
  readonly attempt: CallAttempt;
}

/** So many in one, so that none of them runs into a deadline. */
const MOST = 80;

/** What the lesson's driver does itself, in a folder that no program knows. */
export const MARK = /^\/~\/(-?\d+)$/;

export const filesIn = ({ trace }: Pick<CallAttempt, 'trace'>): FileEvent[] =>
  trace.flatMap((event) => (event.kind === 'file' && !MARK.test(event.path) ? [event] : []));

/** A call as the driver takes it. */
export const asData = ({ name, args }: CallRequest): Plain => {
  const [session = null, ...others] = args;
  return { tool: name, session, args: others[0] ?? {} };
};

/** Makes the calls one after the other, in as few calls of the driver as may be. */
export async function inBatches(lab: AppLab, requests: readonly CallRequest[]): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let from = 0; from < requests.length;) {
    const caller = requests[from]?.as ?? null;
    const rest = requests.slice(from, from + MOST);
    // Of one caller each: whose rows are foreign depends on it.
    const end = rest.findIndex(({ as }) => as !== caller);
    const some = end < 0 ? rest : rest.slice(0, end);
    from += some.length;
    const attempt = await lab.call({
      ...onServer('each', [some.map(asData)], `${some.length} calls`),
      as: caller,
    });
    batches.push({ attempt, shots: shotsOf(some, attempt, answersIn(attempt)) });
  }
  return batches;
}

/** What the driver's function returned. */
export function answersIn({ outcome }: CallAttempt): readonly Plain[] {
  if (outcome.kind === 'returned') {
    const { value } = outcome;
    if (isList(value)) return value;
    const answers = isRecord(value) ? value.answers : undefined;
    if (answers !== undefined && isList(answers)) return answers;
  }
  throw new Error('The calls could not be made.');
}

/** The trace of a batch, cut at its marks. */
export function shotsOf(
  requests: readonly CallRequest[],
  { trace }: CallAttempt,
  answers: readonly Plain[],
): Shot[] {
  const events = new Map<number, FileEvent[]>();
  let at = -1;
  for (const event of trace) {
    if (event.kind !== 'file') continue;
    const marked = MARK.exec(event.path);
    if (marked) at = Number(marked[1]);
    else events.set(at, [...(events.get(at) ?? []), event]);
  }
  return requests.map((request, n) => {
    const answer = answers[n];
    const value =
      answer !== null && typeof answer === 'object' && 'value' in answer ? answer.value : undefined;
    return { request, value, events: events.get(n) ?? [] };
  });
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
