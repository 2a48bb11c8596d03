import {
  toFault,
  type CheckResult,
  type FileTexts,
  type Until,
  type Verdict,
} from '../contract/index.ts';
import type { Engine } from '../engine/index.ts';

/** What `grade --json` prints for one submission. Scripts depend on it. */
export interface GradeReport {
  readonly lesson: string;
  readonly seed: number;
  readonly passed: boolean;
  readonly ms: number;
  readonly checks: readonly Pick<CheckResult, 'id' | 'kind' | 'status' | 'message' | 'evidence'>[];
}

/** A report with what the exit code and the line on stderr are made of. */
export interface Graded {
  readonly report: GradeReport;
  /** 0 passed, 1 failed, 2 could not check. */
  readonly exitCode: 0 | 1 | 2;
  readonly line: string;
  readonly verdict: Verdict | null;
}

/**
 * Grades one submission. A deadline or a crash is `could not check`, for every check.
 * @param checks the lesson's checks, for the report when no verdict came
 * @param until asks for no more than that
 */
export async function gradeFiles(
  engine: Engine,
  slug: string,
  files: FileTexts,
  seed: number,
  checks: readonly Pick<CheckResult, 'id' | 'kind'>[],
  until?: Until,
): Promise<Graded> {
  const started = performance.now();
  try {
    const verdict = await engine.check(slug, files, seed, until);
    const { lesson, passed, ms } = verdict;
    const rows = verdict.checks.map(({ id, kind, status, message, evidence }) => ({
      id,
      kind,
      status,
      message,
      evidence,
    }));
    return { report: { lesson, seed, passed, ms, checks: rows }, ...judge(verdict), verdict };
  } catch (error) {
    const { message } = toFault(error);
    const rows = checks.map(({ id, kind }) => ({
      id,
      kind,
      status: 'could-not-check' as const,
      message,
      evidence: null,
    }));
    const ms = Math.round(performance.now() - started);
    const report = { lesson: slug, seed, passed: false, ms, checks: rows };
    return { report, exitCode: 2, line: `${slug}: could not check: ${message}`, verdict: null };
  }
}

function judge(verdict: Verdict): Pick<Graded, 'exitCode' | 'line'> {
  const { lesson, checks } = verdict;
  const failed = checks.filter((check) => check.status === 'failed');
  if (verdict.passed) {
    return { exitCode: 0, line: `${lesson}: passed all ${checks.length} checks` };
  }
  const [first] = failed;
  if (first) {
    const line = `${lesson}: failed ${failed.length} of ${checks.length} checks: ${first.message}`;
    return { exitCode: 1, line };
  }
  const reason =
    verdict.fault?.message ?? checks.find((check) => check.status !== 'passed')?.message ?? '';
  return { exitCode: 2, line: `${lesson}: could not check: ${reason}` };
}
