import type { Plain } from '#contract';

/** The last word of a name of something that tells when, or how long. */
const NAMES = new Set(
  'ms time took elapsed duration at on date timestamp ts seconds latency'.split(' '),
);

/** A date, or a length of time with its unit. */
const TEXT = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$|^\d+(\.\d+)?\s?(ms|s)?$/;

/**
 * Whether a field of an answer is a time: those differ from answer to answer by chance. Its name and
 * its value both have to be one's, or a SQLSTATE that is called `stat`, or `at`, would be taken for it.
 */
export function isMoment(path: string, value: Plain): boolean {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const last = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .at(-1);
  if (!NAMES.has(last?.toLowerCase() ?? '')) return false;
  return typeof value === 'number' || (typeof value === 'string' && TEXT.test(value));
}
