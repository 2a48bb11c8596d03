import { TENANT_SETTING, type CallAttempt } from '#checks';
import type { PoolEvent } from '#contract';

type Statement = Extract<PoolEvent, { kind: 'statement' }>;

/** A statement that a call sent, and the transaction it was sent in. */
export interface Sent extends Pick<
  Statement,
  'client' | 'sql' | 'parameters' | 'rows' | 'error' | 'transaction'
> {
  /** Before it. */
  readonly within: 'idle' | 'open' | 'failed';
}

/**
 * The statements of a call in their order. What they are is read off their text, which chooses the
 * explanation of a failure; no check decides by it.
 */
export function sentBy({ events }: Pick<CallAttempt, 'events'>): readonly Sent[] {
  const status = new Map<number, Statement['transaction']>();
  const sent: Sent[] = [];
  for (const event of events) {
    if (event.kind !== 'statement') continue;
    sent.push({ ...event, within: status.get(event.client) ?? 'idle' });
    status.set(event.client, event.transaction);
  }
  return sent;
}

const SETTING = TENANT_SETTING.replace('.', '\\.');
const CALLED = new RegExp(`set_config\\s*\\(\\s*('${SETTING}'|\\$\\d)`, 'i');
const PLAIN = new RegExp(`\\bset\\s+(session\\s+|local\\s+)?"?${SETTING}`, 'i');
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

const ANY_SETTING = /\bset_config\s*\(|^\s*set\s+(session\s+|local\s+)?"?[a-z_]+"?\./i;

/** It sets a tenant under a name that no policy of the lesson reads. */
export const setsAnother = (sent: Sent): boolean =>
  ANY_SETTING.test(sent.sql) &&
  setsTo(sent) === null &&
  [sent.sql, ...sent.parameters].some((text) => text !== null && UUID.test(text));

/** It asks the server's statistics, which no policy applies to. */
export const asksStatistics = ({ sql }: Sent): boolean => /\b(pg_class|pg_stat\w*)\b/i.test(sql);

/** The tenant that a statement sets, `''` where it sets none; null where it is no such statement. */
export function setsTo({ sql, parameters }: Sent): string | null {
  if (!CALLED.test(sql) && !PLAIN.test(sql)) return null;
  const given = parameters.find((value) => value !== null && UUID.test(value));
  return given ?? UUID.exec(sql)?.[0] ?? '';
}

/** It asks one of the tables. */
export const asksTable = ({ sql }: Sent): boolean =>
  /\bfrom\b/i.test(sql) && !/\bpg_type\b/.test(sql);
