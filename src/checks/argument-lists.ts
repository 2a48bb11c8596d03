/** Calls of one function that are tried from each context. */
export const MOST_CALLS = 96;

/**
 * Lists of arguments to call a function with: every combination where there are few, and else as
 * many as are tried, among them each value at least once, as long as no argument has more values
 * than that. First come those in which all arguments change from one call to the next.
 * @param values of each argument, as literals
 * @param most how many lists are tried
 */
export function argumentLists(
  values: readonly (readonly string[])[],
  most = MOST_CALLS,
): readonly string[] {
  const all = values.reduce((product, some) => product * some.length, 1);
  const wanted = Math.min(all, most);
  const lists = new Set<string>();
  const longest = Math.max(1, ...values.map((some) => some.length));
  for (let at = 0; at < longest && lists.size < wanted; at++) {
    lists.add(values.map((some) => some[at % some.length] ?? 'NULL').join(', '));
  }
  // A stride of the golden ratio spreads however many are taken; one that shares no divisor with
  // the number of combinations visits them all.
  let stride = Math.max(1, Math.round(all * 0.618));
  while (greatestCommonDivisor(stride, all) !== 1) stride++;
  // Two values may be the same, so that there are fewer lists than numbers.
  const tries = Math.min(all, 4 * most);
  for (let i = 0, at = 0; i < tries && lists.size < wanted; i++, at = (at + stride) % all) {
    lists.add(combination(values, at).join(', '));
  }
  return [...lists];
}

/**
 * Lists in which one argument is hostile, each in turn, and all others are plain: once what most
 * likely gets past a check of them, and once whatever else there is.
 * @param hostile values of each argument, as literals; none where the type has no such
 * @param likely one value of each argument
 * @param most lists of either sort for each hostile argument
 */
export function hostileLists(
  plain: readonly (readonly string[])[],
  hostile: readonly (readonly string[])[],
  likely: readonly string[],
  most = MOST_CALLS,
): readonly string[] {
  const lists = hostile.flatMap((values, at) => {
    if (values.length === 0) return [];
    const wanted = Math.min(most, values.length);
    const beside = (others: readonly (readonly string[])[]): readonly string[] =>
      argumentLists(
        others.map((some, index) => (index === at ? values : some)),
        wanted,
      );
    return [...beside(likely.map((value) => [value])), ...beside(plain)];
  });
  return [...new Set(lists)];
}

/** The combination of this number, counting as a clock does: the first argument changes fastest. */
function combination(values: readonly (readonly string[])[], number: number): readonly string[] {
  let rest = number;
  return values.map((some) => {
    const chosen = some[rest % some.length] ?? 'NULL';
    rest = Math.floor(rest / some.length);
    return chosen;
  });
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
