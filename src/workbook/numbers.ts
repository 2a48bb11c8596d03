const THIN_SPACE = '\u202f';

/** `1 000 000`: grouped by threes with a space that does not break, the same in every locale. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** `3 rows`, `1 row`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `1.9 of 3.3 MB`, both in the unit of the larger. */
export function formatProgress(loaded: number, total: number): string {
  if (total >= 1_000_000) {
    return `${(loaded / 1_000_000).toFixed(1)} of ${(total / 1_000_000).toFixed(1)} MB`;
  }
  return `${formatCount(Math.round(loaded / 1000))} of ${formatCount(Math.round(total / 1000))} kB`;
}

/** `0.6 s`. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** `29 November 2026`, in the learner's own day. */
export function dateWords(moment: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(moment);
}

/** `29 Nov, 13:02`, to tell moments of a few days apart. */
export function momentWords(moment: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  }).format(moment);
}
