import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws values from a seed: the same seed gives the same values in every realm. */
export interface Draw {
  /** A whole number, both ends included. */
  int(from: number, to: number): number;
  /** One of the options, each equally likely. */
  pick<T>(options: readonly [T, ...T[]]): T;
  /** Some of the options, each at most once, in random order. */
  sample<T>(options: readonly T[], count: number): T[];
  /** A random UUID, version 4. Source: RFC 9562. */
  uuid(): string;
  /** Two or three lower-case words, such as a title has. */
  words(): string;
  /** A token that appears nowhere else, so that it can be recognised wherever it leaks to. */
  canary(): string;
}

/**
 * A source of values for a seed. Each call begins anew, so that what is drawn depends on the seed
 * and on the order of the draws, and on nothing else.
 * @param seed a whole number; its lowest 32 bits count
 */
export function drawFrom(seed: number): Draw {
  const generator = xoroshiro128plus(seed | 0);
  const int = (from: number, to: number): number => uniformInt(generator, from, to);
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => int(0, 15).toString(16)).join('');
  const pick = <T>(options: readonly [T, ...T[]]): T =>
    options[int(0, options.length - 1)] ?? options[0];
  return {
    int,
    pick,
    sample(options, count) {
      const rest = [...options];
      const taken = [];
      while (taken.length < count && rest.length > 0) {
        taken.push(...rest.splice(int(0, rest.length - 1), 1));
      }
      return taken;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`,
    words: () => Array.from({ length: int(2, 3) }, () => pick(WORDS)).join(' '),
    canary: () => `secret-${hex(10)}`,
  };
}

/** The seed of the next world, from that of the one before: 31 bits, never negative. */
export function nextSeed(seed: number): number {
  return xoroshiro128plus(seed | 0).next() & 0x7fffffff;
}

const WORDS = [
  'runway', 'forecast', 'payroll', 'onboarding', 'incident', 'renewal', 'pricing', 'roadmap',
  'retention', 'audit', 'hiring', 'vendor', 'migration', 'churn', 'budget', 'launch', 'escalation',
  'contract', 'latency', 'review', 'quarterly', 'draft', 'summary', 'notes', 'plan', 'memo',
] as const; // prettier-ignore
