/** One breach of the content's contract. */
export interface Problem {
  /** Path from the project's root, with forward slashes. */
  readonly file: string;
  /** Where in the file, such as `wrong[2].check`; absent where the file as a whole is meant. */
  readonly field?: string;
  /** What is wrong, without a full stop. */
  readonly message: string;
}

/** One sentence: the file, the field, what is wrong. */
export function sentence(problem: Problem): string {
  const where = problem.field === undefined ? problem.file : `${problem.file}: ${problem.field}`;
  return `${where}: ${problem.message}.`;
}

/**
 * The content breaks its contract. All problems are collected before it is thrown, because an
 * author who repairs one at a time has to build once for each.
 */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(sentence).join('\n'));
    this.problems = problems;
  }
}
