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
