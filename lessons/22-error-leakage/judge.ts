import { printAnswer, type AppLab, type CallAttempt, type CallRequest } from '#checks';
import type { FoundRow, Plain, Tenant, TraceEvent, TranscriptStep } from '#contract';
import { toolCall } from './calls.ts';
import { decodings } from './decode.ts';

/** A reply as the boundary returned it; null where it rejected, or answered with something else. */
export function replyOf({ outcome }: CallAttempt): Readonly<Record<string, Plain>> | null {
  if (outcome.kind !== 'returned') return null;
  return fieldsOf(outcome.value);
}

/** The fields of an object, an instance of a class included: as JSON it is the same. */
export function fieldsOf(value: Plain): Readonly<Record<string, Plain>> | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { '@': kind, entries } = value as Readonly<Record<string, Plain>>;
  if (kind !== 'object' || !Array.isArray(entries)) return value as Record<string, Plain>;
  return Object.fromEntries(entries as [string, Plain][]);
}

/** The incident that the caller was told, null where it was told none. */
export function incidentOf(attempt: CallAttempt): string | null {
  const incident = replyOf(attempt)?.incident;
  return typeof incident === 'string' && incident.trim() !== '' ? incident : null;
}

/** A failure's answer, and what of others was in it. */
export interface Failure {
  readonly attempt: CallAttempt;
  readonly foreign: readonly FoundRow[];
  /** Of the attempt, with all that was found. */
  readonly step: TranscriptStep;
  /** What was found stood in it as it is, or had to be read in another way. */
  readonly hidden: boolean;
}

/** Makes a call that fails, and looks for others' rows in its answer. */
export async function tryFailure(lab: AppLab, request: CallRequest): Promise<Failure> {
  const attempt = await lab.call(request);
  const isPlain = attempt.foreign.length > 0;
  const foreign = isPlain ? attempt.foreign : encodedRows(lab, attempt);
  return { attempt, foreign, step: withFound(attempt.step, foreign), hidden: !isPlain };
}

/**
 * Reads the answers that driver.ts has kept since it was asked last, in every way in which a caller
 * could: what `toJSON`, a prototype or a hidden property says.
 */
export async function readOtherwise(lab: AppLab, as: Tenant | null): Promise<CallAttempt> {
  const show = 'JSON.stringify(reply), inspect(reply)';
  return lab.call({ as, module: 'driver.ts', name: 'readOtherwise', args: [], show });
}

/** Rows of others whose memo an answer has in it in another alphabet. */
function encodedRows({ world }: AppLab, attempt: CallAttempt): FoundRow[] {
  const texts = decodings(printAnswer(attempt));
  return (world.rows.wallets ?? []).flatMap((row) => {
    const owner = world.tenants.find(({ id }) => id === row.tenant_id);
    const [canary = ''] = String(row.memo).split(',');
    if (!owner || owner === attempt.request.as) return [];
    if (!texts.some((text) => text.includes(canary))) return [];
    const key = String(row.id);
    return [{ table: 'wallets', key, owner: owner.index, foreign: true, text: canary }];
  });
}

function withFound(step: TranscriptStep, foreign: readonly FoundRow[]): TranscriptStep {
  const { outcome } = step;
  if (outcome.kind !== 'returned' && outcome.kind !== 'threw') return step;
  const own = outcome.found.filter((row) => !foreign.some((other) => other.key === row.key));
  return { ...step, outcome: { ...outcome, found: [...own, ...foreign] } };
}

/** Fails the check as undecided where there is no boundary to call. */
export async function ready(lab: AppLab): Promise<void> {
  await lab.call(toolCall(lab.world.tenants[0], 'list_wallets', {}));
}

/** One line of the log or of the console. */
export interface LogLine {
  readonly text: string;
  /** The console was cut: what is not in it may have been. */
  readonly cut: boolean;
}

/** What was written to log and console, one text a line. */
export const logLines = (trace: readonly TraceEvent[]): LogLine[] =>
  trace.flatMap((event): LogLine[] => {
    // Of layers.ts: not the log that support reads.
    if (event.kind === 'log' && event.level === 'debug') return [];
    if (event.kind === 'log') {
      return [{ text: `${event.message} ${JSON.stringify(event.fields)}`, cut: false }];
    }
    if (event.kind !== 'console') return [];
    return [{ text: event.text, cut: / more characters\)$|is left out\.$/.test(event.text) }];
  });

/** The tenant of an index. */
export const tenantAt = (lab: AppLab, index: number | null): Tenant | null =>
  lab.world.tenants.find((tenant) => tenant.index === index) ?? null;

/** "threw Error: …", "returned { ok: false, … }", as the end of a sentence. */
export function cameTo({ outcome }: CallAttempt): string {
  switch (outcome.kind) {
    case 'returned':
      return `returned ${short(withoutIncident(outcome.value))}`;
    case 'threw':
      return `was rejected with ${outcome.error.name}: ${short(outcome.error.message)}`;
    case 'unsettled':
      return 'never answered';
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

/** An incident is drawn at random, and is another in the next run of the same seed. */
const withoutIncident = (value: Plain): string =>
  JSON.stringify(value).replace(/"incident":"[^"]*"/, '"incident":"…"');

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 90)}…` : line.replace(/\.+$/, '');
};
