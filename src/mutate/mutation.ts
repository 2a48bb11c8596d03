/** A replacement in a text: what stands from `start` to before `end` becomes `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One way to break a text, as an operator proposes it. */
export interface Change {
  /** The operator, such as `drop-with-check`: mutants are chosen evenly among them. */
  readonly operator: string;
  /** What is done, as an imperative: it names the mutant, so it holds no line numbers. */
  readonly what: string;
  readonly edits: readonly Edit[];
}

/** A right answer with one change in it, which no longer isolates, or no longer works. */
export interface Mutant {
  readonly answer: string;
  readonly operator: string;
  /** Unique within its answer: the file, where in it, and what was done. */
  readonly mutation: string;
  readonly path: string;
  /** The whole text of the file at `path`, changed. */
  readonly text: string;
  /** The lines that differ, those before with `-`, those after with `+`. */
  readonly diff: string;
}

/** Applies edits that do not overlap, given in any order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}

/** A piece of source as a name quotes it: on one line, and short. */
export function quote(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`;
}
