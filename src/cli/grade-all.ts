import { readAnswers, readLessons } from '../content/index.ts';
import type { Engine } from '../engine/index.ts';
import { gradeFiles } from './grade-report.ts';
import { loadLessonModule, ROOT } from './lesson-code.ts';

/** One answer of the repository, graded against what its lesson says of it. */
export interface AnswerReport {
  readonly lesson: string;
  readonly kind: 'right' | 'wrong';
  readonly answer: string;
  /** The check a wrong answer must fail; null for a right answer, which passes all. */
  readonly expected: string | null;
  readonly seed: number;
  readonly passed: boolean;
  readonly failed: readonly string[];
  /** It did what the lesson says. */
  readonly ok: boolean;
  readonly ms: number;
  readonly message: string;
}

/** Grades every right and wrong answer of every lesson. */
export async function gradeAll(
  engine: Engine,
  seed: number,
  onAnswer: (report: AnswerReport) => void = () => undefined,
): Promise<AnswerReport[]> {
  const reports: AnswerReport[] = [];
  for (const lesson of await readLessons(ROOT)) {
    const { checks } = await loadLessonModule(lesson);
    for (const answer of await readAnswers(lesson)) {
      const files = { ...lesson.starter, ...answer.files };
      const { report, line, exitCode } = await gradeFiles(engine, lesson.slug, files, seed, checks);
      const wrong = lesson.manifest.wrong.find((entry) => entry.name === answer.name);
      const expected = answer.kind === 'wrong' ? (wrong?.check ?? null) : null;
      const failed = report.checks.filter((c) => c.status === 'failed').map((c) => c.id);
      const ok = expected === null ? exitCode === 0 : exitCode === 1 && failed.includes(expected);
      const entry: AnswerReport = {
        lesson: lesson.slug,
        kind: answer.kind,
        answer: answer.name,
        expected,
        seed,
        passed: report.passed,
        failed,
        ok,
        ms: report.ms,
        message: line,
      };
      reports.push(entry);
      onAnswer(entry);
    }
  }
  return reports;
}
