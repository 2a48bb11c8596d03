import type { CallAttempt } from '#checks';
import { TENANT_SETTING } from '#checks';
import type { PoolEvent } from '#contract';

/** A statement that a call sent, and where the driver's pool had its connection by then. */
export interface Sent {
  readonly client: number;
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  readonly error: string | null;
  /** After it. */
  readonly transaction: 'idle' | 'open' | 'failed';
  /** Before it. */
  readonly within: 'idle' | 'open' | 'failed';
  /** How many times the program had given the connection back before. */
  readonly returns: number;
  /** The program's pool had it back, and nobody took it since. */
  readonly afterReturn: boolean;
}

type Statement = Extract<PoolEvent, { kind: 'statement' }>;

/**
 * The statements of a call in their order. What they are is read off their text, which chooses the
 * explanation of a failure; no check decides by it.
 */
export function sentBy({ events }: Pick<CallAttempt, 'events'>): readonly Sent[] {
  const status = new Map<number, Statement['transaction']>();
  const returns = new Map<number, number>();
  const out = new Set<number>();
  const sent: Sent[] = [];
  for (const event of events) {
    const { client } = event;
    if (event.kind === 'checkout') out.add(client);
    if (event.kind === 'checkin') {
      out.delete(client);
      returns.set(client, (returns.get(client) ?? 0) + 1);
    }
    if (event.kind !== 'statement') continue;
    const { sql, parameters, error, transaction } = event;
    const before = returns.get(client) ?? 0;
    sent.push({
      client,
      sql,
      parameters,
      error,
      transaction,
      within: status.get(client) ?? 'idle',
      returns: before,
      afterReturn: before > 0 && !out.has(client),
    });
    status.set(client, transaction);
  }
  return sent;
}

const SETTING = TENANT_SETTING.replace('.', '\\.');
const CALLED = new RegExp(`set_config\\s*\\(\\s*('${SETTING}'|\\$\\d)`, 'i');
const PLAIN = new RegExp(`^\\s*set\\s+(session\\s+|local\\s+)?"?${SETTING}`, 'i');
const CLEARED = new RegExp(`^\\s*(reset\\s+("?${SETTING}|all)|discard\\s+all)`, 'i');
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The tenant that a statement sets; `''` where it takes it away; null where it does neither. */
export function setsTo({ sql, parameters }: Sent): string | null {
  if (CLEARED.test(sql)) return '';
  if (!CALLED.test(sql) && !PLAIN.test(sql)) return null;
  const given = parameters.find((value) => value !== null && UUID.test(value));
  return given ?? UUID.exec(sql)?.[0] ?? '';
}

/** Only until the end of the transaction. */
export const isLocal = ({ sql }: Sent): boolean =>
  /^\s*set\s+local\b/i.test(sql) || /set_config\s*\([^)]*,\s*true\s*\)/i.test(sql);

/** It asks the table. */
export const asksTable = ({ sql }: Sent): boolean => /\binvoices\b/i.test(sql);
