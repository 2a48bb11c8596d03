import type { Tried } from './mutate-lesson.ts';

/** What `mutate --json` prints for one lesson. Scripts depend on it. */
export interface MutationReport {
  readonly lesson: string;
  /** Those that were decided: killed or survived. */
  readonly mutants: number;
  readonly killed: number;
  readonly survived: readonly {
    readonly answer: string;
    readonly mutation: string;
    readonly diff: string;
  }[];
  /** Listed in the lesson's `equivalent.json`; they are not among the others. */
  readonly equivalent: number;
}

/** Of the mutants that were decided, this share has to be killed. */
export const TARGET = 0.98;

/** Counts what became of a lesson's mutants. */
export function reportOf(
  lesson: string,
  tried: readonly Tried[],
  equivalent: number,
): MutationReport {
  const survived = tried.filter(({ outcome }) => outcome === 'survived');
  const killed = tried.filter(({ outcome }) => outcome === 'killed').length;
  return {
    lesson,
    mutants: killed + survived.length,
    killed,
    survived: survived.map(({ mutant: { answer, mutation, diff } }) => ({
      answer,
      mutation,
      diff,
    })),
    equivalent,
  };
}

/** Whether enough of all mutants together were killed; nothing tried is nothing proved. */
export function meetsTarget(reports: readonly MutationReport[]): boolean {
  const sum = (of: (report: MutationReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const mutants = sum((report) => report.mutants);
  return mutants > 0 && sum((report) => report.killed) >= TARGET * mutants;
}
