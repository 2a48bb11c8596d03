import type { AppLab, CallAttempt } from '#checks';
import type { Tenant } from '#contract';
import { keysOf, literal } from './calls.ts';

/** A tenant by its name; by its handle where it chose one of its own. */
export const called = ({ id, name }: Tenant): string =>
  id === name.toLowerCase() ? name : `the tenant ${literal(id)}`;

/** Whose rows stand in an answer that should not: the first of them. */
export const ownerOf = ({ world }: AppLab, attempt: CallAttempt): string =>
  world.tenants.find(({ index }) => index === attempt.foreign[0]?.owner)?.name ?? 'nobody';

/** What a call came to, as the end of a sentence: "threw TypeError: …", "returned null". */
export function cameTo({ outcome, step }: CallAttempt): string {
  switch (outcome.kind) {
    case 'returned':
      return `returned ${step.outcome.kind === 'returned' ? short(step.outcome.value) : 'a value'}`;
    case 'threw':
      return `threw ${outcome.error.name}: ${short(outcome.error.message)}`;
    case 'unsettled':
      return 'never answered';
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

const short = (text: string): string => {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '')
    .trim();
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
};

/** The keys that two calls have in common, as the end of a sentence; nothing where there are none. */
export function commonKey(one: CallAttempt, other: CallAttempt): string {
  const theirs = keysOf(other);
  const [key] = keysOf(one).filter((each) => theirs.includes(each));
  return key === undefined ? '' : `: both come to the key ${literal(shortKey(key))}`;
}

const shortKey = (key: string): string => (key.length > 90 ? `${key.slice(0, 90)}…` : key);

/** That a call wrote another tenant's report, as a sentence; null where it did not. */
export function wroteOthers({ world }: AppLab, attempt: CallAttempt): string | null {
  const [change] = attempt.foreignChanges;
  const { as, name } = attempt.request;
  if (!change || !as) return null;
  const owner = change.ownerBefore ?? change.ownerAfter;
  const victim = world.tenants.find(({ index }) => index === owner);
  return `${called(as)} called ${name}, and 1 report of ${victim ? called(victim) : 'nobody'} was ${change.kind}.`;
}
