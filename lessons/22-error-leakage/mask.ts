import type { TranscriptStep } from '#contract';

/** An incident as a step prints it. */
const INCIDENT = /\bincident: '([^'\n]{4,200})'/g;

/**
 * Steps with `‹incident 1›`, `‹incident 2›` in place of the incidents that replies name. Those are
 * drawn at random, and a run that is repeated from its seed has to show the same again.
 */
export function masked(steps: readonly TranscriptStep[]): TranscriptStep[] {
  const names = new Map<string, string>();
  for (const { outcome } of steps) {
    if (outcome.kind !== 'returned') continue;
    for (const [, incident = ''] of outcome.value.matchAll(INCIDENT)) {
      if (!names.has(incident)) names.set(incident, `‹incident ${names.size + 1}›`);
    }
  }
  return steps.map((step) => {
    const { outcome } = step;
    if (outcome.kind !== 'returned') return step;
    return { ...step, outcome: { ...outcome, value: withNames(outcome.value, names) } };
  });
}

/** A text with the names in place of the incidents. */
export const withNames = (text: string, names: ReadonlyMap<string, string>): string =>
  [...names].reduce((masking, [incident, name]) => masking.replaceAll(incident, name), text);
