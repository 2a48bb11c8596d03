import type { CheckResult, TranscriptStep } from '../contract/index.ts';
import type { Finding } from './finding.ts';
import type { AnyCheck, LessonModule } from './lesson-module.ts';
import { probeWorld, type FoundIn, type Outcome } from './probe-world.ts';
import { applicationOf, prepare, type Checking, type WorldReport } from './world-run.ts';

/**
 * One result per check over its worlds; a failure is shown in the smallest world that has it. Where
 * none of the reports is of such a world, it is tried in one, on the server at hand.
 * @throws LeakproofError what keeps that world from being made, or the program from loading
 */
export async function settle(
  checking: Checking,
  reports: readonly WorldReport[],
): Promise<CheckResult[]> {
  const { lesson } = checking;
  const outcomesOf = ({ id }: AnyCheck): Outcome[] =>
    reports.flatMap(({ outcomes }) => outcomes[id] ?? []);
  const shown = new Map<string, Failure>();
  const larger: Larger[] = [];
  for (const check of lesson.checks) {
    const failure = failureIn(outcomesOf(check));
    if (!failure) continue;
    const small = failureIn(
      reports.flatMap(({ smallest, outcomes }) => (smallest ? outcomes[check.id] : null) ?? []),
    );
    // Another way to fail is another exploit, which would not show what went wrong here.
    const isSame = small?.finding.way === failure.finding.way;
    shown.set(check.id, isSame ? small : failure);
    if (!isSame) larger.push({ check, failure });
  }
  await shrink(checking, larger, (id, smaller) => shown.set(id, smaller));
  return lesson.checks.map((check) => {
    const failure = shown.get(check.id);
    if (failure) return failed(lesson, check, failure);
    const all = outcomesOf(check);
    const blocked = all.find((outcome) => outcome.kind === 'undecided');
    if (blocked?.kind === 'undecided') return undecided(check, blocked.message);
    const [first] = all;
    return first?.kind === 'found'
      ? { ...header(check), status: 'passed', message: first.finding.message, evidence: null }
      : undecided(check, 'No world was made for it.');
  });
}

/** A check, and how it failed in a world that is not the smallest. */
interface Larger {
  readonly check: AnyCheck;
  readonly failure: Failure;
}

/** Tries the checks in the smallest worlds of their seeds, and tells of those that fail alike. */
async function shrink(
  checking: Checking,
  larger: readonly Larger[],
  onSmaller: (id: string, failure: Failure) => void,
): Promise<void> {
  if (larger.length === 0) return;
  // What this shows on the console was shown already.
  const application = applicationOf(checking, []);
  for (const seed of new Set(larger.map(({ failure }) => failure.world.seed))) {
    const here = larger.filter(({ failure }) => failure.world.seed === seed);
    await probeWorld(await prepare(checking, seed, 'smallest'), application, {
      checks: here.map(({ check }) => check),
      onProgress: checking.onProgress,
      onOutcome: (check, outcome) => {
        const again = failureIn([outcome]);
        const failure = here.find((each) => each.check === check)?.failure;
        if (again && again.finding.way === failure?.finding.way) onSmaller(check.id, again);
      },
    });
  }
}

/** What a check found in a world where it failed. */
export interface Failure {
  finding: Extract<Finding, { held: false }>;
  world: FoundIn;
}

/** The first failure among outcomes. */
export function failureIn(outcomes: readonly Outcome[] = []): Failure | undefined {
  for (const outcome of outcomes) {
    if (outcome.kind === 'undecided') continue;
    const { finding, world } = outcome;
    if (!finding.held) return { finding, world };
  }
  return undefined;
}

const header = ({ id, kind, title }: AnyCheck): Pick<AnyCheck, 'id' | 'kind' | 'title'> => ({
  id,
  kind,
  title,
});

/** A check that nothing was found out about, with the sentence that says why. */
export function undecided(check: AnyCheck, message: string): CheckResult {
  return { ...header(check), status: 'could-not-check', message, evidence: null };
}

/** A check that failed, with the exploit and the explanation of the known answer it is like. */
export function failed(
  lesson: LessonModule,
  check: AnyCheck,
  { finding, world }: Failure,
): CheckResult {
  const { wrong } = lesson.manifest;
  const alike = wrong.filter((known) => known.way === finding.way);
  // What went wrong is the same thing, though another check noticed it.
  const like =
    alike.find((known) => known.check === check.id) ??
    alike[0] ??
    wrong.find((known) => known.check === check.id && !known.way);
  return {
    ...header(check),
    status: 'failed',
    message: finding.message,
    explanation: like?.explanation ?? check.explanation,
    ...(like ? { resembles: like.name } : {}),
    evidence: {
      seed: world.seed,
      tenants: [...world.tenants],
      transcript: finding.transcript.map((step): TranscriptStep => ({ ...step })),
      ...(world.own && { own: [...world.own] }),
      ...(finding.pictures?.schedule && { schedule: [...finding.pictures.schedule] }),
      ...(finding.pictures?.picture && { picture: finding.pictures.picture }),
    },
  };
}
