import type { CheckResult, Fault, FaultCode, Verdict } from '../contract/index.ts';
import { plural } from './numbers.ts';

/** How a check's end is shown: a closed list, each with its own sign. */
export type CheckSign = 'leaked' | 'held' | 'works' | 'over-blocked' | 'unknown';

/** Sign and word of each end. Shapes differ, so colour says nothing alone. */
export const SIGNS: Readonly<Record<CheckSign, { sign: string; word: string }>> = {
  leaked: { sign: '✕', word: 'leaked' },
  held: { sign: '✓', word: 'held' },
  works: { sign: '✓', word: 'works' },
  'over-blocked': { sign: '∅', word: 'own access broken' },
  unknown: { sign: '?', word: 'could not check' },
};

/** A failed `holds` check is a leak, a failed `works` check a tenant's own access broken. */
export function signOf(check: Pick<CheckResult, 'kind' | 'status'>): CheckSign {
  switch (check.status) {
    case 'passed':
      return check.kind === 'holds' ? 'held' : 'works';
    case 'failed':
      return check.kind === 'holds' ? 'leaked' : 'over-blocked';
    case 'could-not-check':
      return 'unknown';
  }
}

/** Failed checks first, in the order of their weight, then what holds; the lesson's order within each. */
export function byWeight(checks: readonly CheckResult[]): readonly CheckResult[] {
  const weight: Record<CheckSign, number> = {
    leaked: 0,
    'over-blocked': 1,
    unknown: 2,
    held: 3,
    works: 4,
  };
  return [...checks].sort((one, other) => weight[signOf(one)] - weight[signOf(other)]);
}

/** The verdict in one sentence with a subject, a verb and a number. */
export function verdictSentence(verdict: Verdict): string {
  const { checks, seeds } = verdict;
  const worlds = plural(seeds.length, 'random world');
  if (verdict.fault !== null) return 'Nothing could be checked.';
  if (verdict.passed) return `It holds: ${allPassed(checks.length)} in ${worlds}.`;
  const count = (sign: CheckSign): number =>
    checks.filter((check) => signOf(check) === sign).length;
  const parts = [
    phrase(count('leaked'), 'leaked'),
    phrase(count('over-blocked'), 'found its own access broken', 'found own access broken'),
    phrase(count('unknown'), 'could not be decided'),
  ].filter((part) => part !== '');
  if (parts.length === 0) return `No check failed, yet the verdict did not pass.`;
  return `Of ${plural(checks.length, 'check')} in ${worlds}, ${parts.join(', ')}.`;
}

function allPassed(count: number): string {
  return count === 1 ? 'the 1 check passed' : `all ${plural(count, 'check')} passed`;
}

function phrase(count: number, one: string, many = one): string {
  return count === 0 ? '' : `${String(count)} ${count === 1 ? one : many}`;
}

const FAULT_WORDS: Readonly<Partial<Record<FaultCode, string>>> = {
  'file-refused': 'refused',
  'compile-error': 'does not compile',
  'program-stuck': 'was stopped',
  'timed-out': 'was stopped',
  'program-ended': 'ended early',
};

/** What became of a run that a fault ended, in a word or two. */
export function faultWord({ code }: Fault): string {
  return FAULT_WORDS[code] ?? 'could not run';
}

/** `policies.sql:12:5`, as far as it is known; empty where the fault belongs to no file. */
export function faultPlace(fault: Fault): string {
  return [fault.file, fault.line, fault.line === undefined ? undefined : fault.column]
    .filter((part) => part !== undefined)
    .join(':');
}
