import { LeakproofError } from '#contract';
import type { Attempt, Lab } from '#checks';
import { expectRefusal } from './session.ts';

const FILE = 'isolation.test.sql';

/** One statement of the team's test: green where it answers one line that begins with "ok". */
export interface TestLine {
  readonly ok: boolean;
  readonly attempt: Attempt;
}

/**
 * Runs the team's test statement by statement, as its runner would, so that one that is refused
 * does not hide the others.
 */
export async function runTeamTest(
  lab: Lab,
  run: (sql: string) => Promise<Attempt>,
): Promise<{ readonly ok: number; readonly lines: readonly TestLine[] }> {
  const lines: TestLine[] = [];
  for (const sql of statementsOf(lab.files[FILE] ?? '')) {
    const attempt = await run(sql);
    expectRefusal(attempt);
    const [answer] = attempt.rows.rows;
    const ok = attempt.error === null && answer?.values[0]?.startsWith('ok ') === true;
    lines.push({ ok, attempt });
  }
  if (lines.length === 0) {
    throw new LeakproofError({
      code: 'file-refused',
      message: `${FILE} holds no test.`,
      file: FILE,
    });
  }
  return { ok: lines.filter((line) => line.ok).length, lines };
}

/** The file is ours and read-only: a statement ends where a line ends in a semicolon. */
function statementsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !line.trim().startsWith('--'))
    .join('\n')
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
