/**
 * Whether a key matches a pattern as Redis matches it: `*`, `?`, `[abc]`, `[^a]`, `[a-z]`, and `\`
 * before a character that is meant literally.
 * Source: Redis documentation, KEYS.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let step = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (at < text.length) {
    if (pattern[step] === '*') {
      starAt = step;
      resumeAt = at;
      step += 1;
      continue;
    }
    const next = matchOne(pattern, step, text[at] ?? '');
    if (next !== null) {
      step = next;
      at += 1;
    } else if (starAt !== -1) {
      // The last star takes one character more, and what follows it is tried again.
      resumeAt += 1;
      at = resumeAt;
      step = starAt + 1;
    } else {
      return false;
    }
  }
  while (pattern[step] === '*') step += 1;
  return step >= pattern.length;
}

/** The position after the part of the pattern that took the character; null where it does not. */
function matchOne(pattern: string, step: number, character: string): number | null {
  const sign = pattern[step];
  if (sign === undefined) return null;
  if (sign === '?') return step + 1;
  if (sign === '[') return matchClass(pattern, step + 1, character);
  if (sign === '\\' && step + 1 < pattern.length) {
    return pattern[step + 1] === character ? step + 2 : null;
  }
  return sign === character ? step + 1 : null;
}

function matchClass(pattern: string, from: number, character: string): number | null {
  let step = from;
  const negated = pattern[step] === '^';
  if (negated) step += 1;
  let found = false;
  while (step < pattern.length && pattern[step] !== ']') {
    if (pattern[step] === '\\' && step + 1 < pattern.length) step += 1;
    const low = pattern[step] ?? '';
    if (pattern[step + 1] === '-' && step + 2 < pattern.length) {
      const high = pattern[step + 2] ?? '';
      const [first, last] = low <= high ? [low, high] : [high, low];
      if (character >= first && character <= last) found = true;
      step += 3;
    } else {
      if (low === character) found = true;
      step += 1;
    }
  }
  // Redis lets a class without its bracket end with the pattern.
  return found === negated ? null : Math.min(step + 1, pattern.length);
}
