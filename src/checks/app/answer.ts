import type { CallOutcome, Plain } from '../../contract/index.ts';
import type { CallAttempt } from './api.ts';

/**
 * An answer as one text: equal texts are answers that a caller cannot tell apart. Of what was
 * thrown it holds name, message, code and own properties; not the stack and the line, which stay
 * on the server.
 */
export const printAnswer = ({ outcome }: CallAttempt): string => JSON.stringify(visible(outcome));

/**
 * Whether two answers are the same byte for byte but for what the callers said themselves: where
 * the two requests have different scalars at the same place of their arguments (an id that is
 * another's, an id that nobody has), each stands for the same word in its own answer.
 */
export function sameAnswer(one: CallAttempt, other: CallAttempt): boolean {
  const pairs = differing(one.request.args, other.request.args);
  const print = (attempt: CallAttempt, side: 0 | 1): string =>
    JSON.stringify(
      masked(
        visible(attempt.outcome),
        pairs.map((pair) => pair[side]),
      ),
    );
  return print(one, 0) === print(other, 1);
}

/** What of an outcome reaches the caller. */
function visible(outcome: CallOutcome): Plain {
  switch (outcome.kind) {
    case 'returned':
      return { returned: outcome.value };
    case 'threw': {
      const { name, message, code, value } = outcome.error;
      return { threw: { name, message, code, value: withoutStack(value) } };
    }
    case 'unsettled':
      return { unsettled: true };
    default: {
      const unreachable: never = outcome;
      return unreachable;
    }
  }
}

/** Stacks name lines; also those of causes, deeper in. */
function withoutStack(value: Plain): Plain {
  if (isList(value)) return value.map(withoutStack);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'stack' && key !== 'place')
      .map(([key, inner]) => [key, withoutStack(inner)]),
  );
}

type Scalar = string | number;

/** The scalars that stand at the same place of two values and differ. */
function differing(
  one: Plain | undefined,
  other: Plain | undefined,
): (readonly [Scalar, Scalar])[] {
  if (isScalar(one) && isScalar(other)) return one === other ? [] : [[one, other]];
  if (isContainer(one) && isContainer(other)) {
    const [left, right] = [entriesOf(one), new Map(entriesOf(other))];
    return left.flatMap(([key, inner]) => differing(inner, right.get(key)));
  }
  return [];
}

/** Each of the scalars, alone or as a word in a text, replaced by its number. */
function masked(value: Plain, scalars: readonly Scalar[]): Plain {
  if (isScalar(value)) {
    const at = scalars.findIndex((scalar) => String(scalar) === String(value));
    if (at >= 0) return `‹${at}›`;
    if (typeof value === 'number') return value;
    return scalars.reduce<string>((text, scalar, i) => {
      const word = String(scalar).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      if (word === '') return text;
      return text.replace(
        new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'gu'),
        `‹${i}›`,
      );
    }, value);
  }
  if (isList(value)) return value.map((inner) => masked(inner, scalars));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, masked(inner, scalars)]),
  );
}

const isScalar = (value: Plain | undefined): value is Scalar =>
  typeof value === 'string' || typeof value === 'number';
const isList = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value);
const isContainer = (
  value: Plain | undefined,
): value is readonly Plain[] | Readonly<Record<string, Plain>> =>
  typeof value === 'object' && value !== null;
const entriesOf = (value: readonly Plain[] | Readonly<Record<string, Plain>>): [string, Plain][] =>
  Object.entries(value);
