import { afterAll, describe, expect, it } from 'vitest';
import type { CheckResult, WrongAnswer } from '../../src/contract/index.ts';
import { Grader } from '../support/graded.ts';
import { readLessonAlone } from './lesson-bench.ts';

/**
 * Each wrong answer of a lesson fails the check that the lesson names, in its own way: with its own
 * explanation, a sentence with a number, and a transcript. Nothing is left undecided.
 * @param folder the lesson's, by its name: `15-session-vs-local`
 * @param more what else holds of the result of that check
 */
export async function proveWrongAnswers(
  folder: string,
  more: (answer: WrongAnswer, result: CheckResult | undefined) => void = () => undefined,
): Promise<void> {
  const { folder: lesson, answers } = await readLessonAlone(folder);
  const grader = new Grader();
  afterAll(() => {
    grader.dispose();
  });

  describe.each(lesson.manifest.wrong)('wrong/$name', (answer) => {
    const { name, check, explanation } = answer;

    it(`fails ${check} in its own way`, async () => {
      const files = answers.find((one) => one.kind === 'wrong' && one.name === name)?.files;
      const verdict = await grader.verdictOf(lesson.slug, { ...lesson.starter, ...files });
      expect(verdict.fault).toBeNull();
      const result = verdict.checks.find(({ id }) => id === check);
      expect(result).toMatchObject({ status: 'failed', resembles: name, explanation });
      expect(result?.message).toMatch(/^[^\n]*\d[^\n]*\.$/);
      expect(result?.evidence?.transcript.length).toBeGreaterThan(0);
      expect(verdict.checks.filter(({ status }) => status === 'could-not-check')).toEqual([]);
      more(answer, result);
    });
  });
}
