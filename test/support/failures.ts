import { relative } from 'node:path';
import { z } from 'zod';

/** The part that is read of what Vitest's JSON reporter writes of each file and test. */
const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/**
 * What failed, by a suite's report: for each failed test its file, its full name and the first
 * line of its error; for a file that failed as a whole the same without a test's name. Empty for
 * a report that is missing or of another shape, whose failure `tallyOfSuite` counts.
 *
 * @param root the folder that files are named from
 */
export function failuresIn(report: string | undefined, root: string): string[] {
  const read = Report.safeParse(parsed(report));
  if (!read.success) return [];
  return read.data.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`${file}: ${firstLine(message)}`];
    return failed.map(
      (test) => `${file} › ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`,
    );
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function firstLine(text = ''): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
