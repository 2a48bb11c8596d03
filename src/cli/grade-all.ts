import { readAnswers, type Answer, type LessonFolder } from '../content/index.ts';
import type { Until } from '../contract/index.ts';
import type { EnginePool } from './engine-pool.ts';
import { gradeFiles } from './grade-report.ts';
import { loadLessonModule } from './lesson-code.ts';

/** One answer of the repository, graded against what its lesson says of it. */
export interface AnswerReport {
  readonly lesson: string;
  readonly kind: 'right' | 'wrong';
  readonly answer: string;
  /** The check a wrong answer must fail; null for a right answer, which passes all. */
  readonly expected: string | null;
  readonly seed: number;
  readonly passed: boolean;
  /** The checks that had failed when that was known. */
  readonly failed: readonly string[];
  /** It did what the lesson says. */
  readonly ok: boolean;
  readonly ms: number;
  readonly message: string;
}

/** An answer to be graded, and the lesson it is of. */
interface Job {
  readonly lesson: LessonFolder;
  readonly answer: Answer;
  readonly checks: Awaited<ReturnType<typeof loadLessonModule>>['checks'];
}

/** Grades every right and wrong answer of the lessons, and tells of each in their order. */
export async function gradeAll(
  pool: EnginePool,
  lessons: readonly LessonFolder[],
  seed: number,
  onAnswer: (report: AnswerReport) => void = () => undefined,
): Promise<AnswerReport[]> {
  const jobs: Job[] = [];
  for (const lesson of lessons) {
    const { checks } = await loadLessonModule(lesson);
    for (const answer of await readAnswers(lesson)) jobs.push({ lesson, answer, checks });
  }
  return pool.run(
    jobs,
    async (engine, { lesson, answer, checks }): Promise<AnswerReport> => {
      const files = { ...lesson.starter, ...answer.files };
      const wrong = lesson.manifest.wrong.find((entry) => entry.name === answer.name);
      const expected = answer.kind === 'wrong' ? (wrong?.check ?? null) : null;
      // What the lesson says is known then: the other checks, worlds and pictures change nothing.
      const until: Until = expected === null ? 'failed' : { failed: expected };
      const graded = await gradeFiles(engine, lesson.slug, files, seed, checks, until);
      const { report, line, exitCode } = graded;
      const failed = report.checks.filter((c) => c.status === 'failed').map((c) => c.id);
      return {
        lesson: lesson.slug,
        kind: answer.kind,
        answer: answer.name,
        expected,
        seed,
        passed: report.passed,
        failed,
        ok: expected === null ? exitCode === 0 : exitCode === 1 && failed.includes(expected),
        ms: report.ms,
        message: line,
      };
    },
    onAnswer,
  );
}
