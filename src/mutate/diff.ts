/**
 * The lines in which two texts differ, without any around them.
 * @returns for each place `@@ line 12`, the lines before with `-` and those after with `+`
 */
export function diffLines(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const common = commonLengths(old, fresh);
  const lines: string[] = [];
  let inHunk = false;
  for (let a = 0, b = 0; a < old.length || b < fresh.length;) {
    if (a < old.length && b < fresh.length && old[a] === fresh[b]) {
      inHunk = false;
      a++;
      b++;
      continue;
    }
    if (!inHunk) lines.push(`@@ line ${a + 1}`);
    inHunk = true;
    const dropped = common[a + 1]?.[b] ?? -1;
    const added = common[a]?.[b + 1] ?? -1;
    // Where it is all the same, what goes is shown before what comes.
    if (a < old.length && (b >= fresh.length || dropped >= added)) lines.push(`-${old[a++] ?? ''}`);
    else lines.push(`+${fresh[b++] ?? ''}`);
  }
  return lines.join('\n');
}

/** How many lines the rests of two texts have in common, by where the rests begin. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly number[][] {
  const table = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: fresh.length + 1 }, () => 0),
  );
  for (let a = old.length - 1; a >= 0; a--) {
    for (let b = fresh.length - 1; b >= 0; b--) {
      const row = table[a];
      if (!row) continue;
      row[b] =
        old[a] === fresh[b]
          ? (table[a + 1]?.[b + 1] ?? 0) + 1
          : Math.max(table[a + 1]?.[b] ?? 0, row[b + 1] ?? 0);
    }
  }
  return table;
}
