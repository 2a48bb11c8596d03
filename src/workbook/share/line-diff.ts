/** One line of a comparison, with where it stands in either text; both count from 1. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Lines that both have, left out between others. */
export interface SkippedLines {
  readonly kind: 'skipped';
  readonly count: number;
}

/** Beyond so many pairs of lines the middle is shown as replaced whole: it would be no reading anyway. */
const MOST_PAIRS = 4_000_000;
const CONTEXT = 3;

/** What became of `before`: the fewest lines gone and new. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, young] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < Math.min(old.length, young.length) && old[head] === young[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, young.length) - head;
  while (tail < most && old.at(-1 - tail) === young.at(-1 - tail)) tail += 1;

  const lines: DiffLine[] = [];
  const counts = { before: 0, after: 0 };
  const push = (kind: DiffLine['kind'], text: string): void => {
    if (kind !== 'new') counts.before += 1;
    if (kind !== 'gone') counts.after += 1;
    lines.push({
      kind,
      text,
      before: kind === 'new' ? null : counts.before,
      after: kind === 'gone' ? null : counts.after,
    });
  };
  for (const text of old.slice(0, head)) push('same', text);
  for (const [kind, text] of middle(
    old.slice(head, old.length - tail),
    young.slice(head, young.length - tail),
  ))
    push(kind, text);
  for (const text of old.slice(old.length - tail)) push('same', text);
  return lines;
}

/** The changes with a few lines around each; the rest is counted. */
export function withContext(lines: readonly DiffLine[]): readonly (DiffLine | SkippedLines)[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, at) => {
    if (kind === 'same') return;
    for (let step = -CONTEXT; step <= CONTEXT; step += 1) near.add(at + step);
  });
  const shown: (DiffLine | SkippedLines)[] = [];
  lines.forEach((line, at) => {
    const last = shown.at(-1);
    if (near.has(at)) shown.push(line);
    else if (last?.kind === 'skipped') shown[shown.length - 1] = { ...last, count: last.count + 1 };
    else shown.push({ kind: 'skipped', count: 1 });
  });
  return shown;
}

type Change = readonly [DiffLine['kind'], string];

/** By the longest common subsequence, gone before new. */
function middle(old: readonly string[], young: readonly string[]): readonly Change[] {
  const gone = (texts: readonly string[]): Change[] => texts.map((text) => ['gone', text]);
  const came = (texts: readonly string[]): Change[] => texts.map((text) => ['new', text]);
  if (old.length * young.length > MOST_PAIRS) return [...gone(old), ...came(young)];
  const width = young.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = young.length - 1; column >= 0; column -= 1)
      longest[row * width + column] =
        old[row] === young[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const changes: Change[] = [];
  let [row, column] = [0, 0];
  while (row < old.length && column < young.length) {
    if (old[row] === young[column]) {
      changes.push(['same', old[row] ?? '']);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      changes.push(['gone', old[row] ?? '']);
      row += 1;
    } else {
      changes.push(['new', young[column] ?? '']);
      column += 1;
    }
  }
  return [...changes, ...gone(old.slice(row)), ...came(young.slice(column))];
}
