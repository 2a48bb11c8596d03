import type { Mutant } from './mutation.ts';

/**
 * Puts mutants into the order in which they are tried, of which a short run takes the first ones:
 * every operator and every answer has its turn before any has a second, and a change that another
 * answer has had already comes last. The same mutants always come in the same order.
 */
export function inTurn(mutants: readonly Mutant[]): readonly Mutant[] {
  const left = new Set(mutants);
  const operators = new Tally();
  const answers = new Tally();
  const texts = new Tally();
  const ordered: Mutant[] = [];
  while (left.size > 0) {
    let best: Mutant | undefined;
    let least = Infinity;
    for (const mutant of left) {
      const weight =
        weigh(operators.of(mutant.operator), answers.of(mutant.answer), texts.of(textOf(mutant))) +
        (OF_TENANT.test(mutant.mutation) ? 0 : 0.5);
      if (weight >= least) continue;
      best = mutant;
      least = weight;
    }
    if (!best) break;
    left.delete(best);
    ordered.push(best);
    operators.add(best.operator);
    answers.add(best.answer);
    texts.add(textOf(best));
  }
  return ordered;
}

/** How many have to be tried, so that each operator and each answer has had its turn. */
export function turns(ordered: readonly Mutant[], atLeast: number): number {
  const last = (keyOf: (mutant: Mutant) => string): number => {
    const seen = new Set<string>();
    let at = 0;
    for (const [index, mutant] of ordered.entries()) {
      if (seen.has(keyOf(mutant))) continue;
      seen.add(keyOf(mutant));
      at = index + 1;
    }
    return at;
  };
  const each = Math.max(
    last(({ operator }) => operator),
    last(({ answer }) => answer),
  );
  return Math.min(ordered.length, Math.max(atLeast, each));
}

/** Of two that are due, the one that is about whose rows they are. */
const OF_TENANT = /tenant|session|workspace/i;

const textOf = ({ path, text }: Mutant): string => `${path}\n${text}`;

/**
 * An operator or an answer that has not had its turn goes before all else, both at once before
 * one; then whoever had the fewest.
 */
function weigh(operator: number, answer: number, text: number): number {
  const fresh = Number(operator === 0) + Number(answer === 0);
  return (2 - fresh) * 1e9 + text * 1e6 + operator * 1e3 + answer;
}

class Tally {
  readonly #counts = new Map<string, number>();
  of = (key: string): number => this.#counts.get(key) ?? 0;
  add(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }
}
