import type { CallAttempt } from '#checks';

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

/** One line of a text, cut, without the full stop that the sentence around it has. */
export const short = (text: string, most = 80): string => {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '')
    .trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
};
