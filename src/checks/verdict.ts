import {
  toFault,
  type CheckResult,
  type Database,
  type FileTexts,
  type Matrix,
  type TranscriptStep,
  type Verdict,
} from '../contract/index.ts';
import { nextSeed } from './draw.ts';
import type { Finding } from './finding.ts';
import type { ServerMemory } from './attempt.ts';
import { prepareWorld, type Lab, type PreparedWorld } from './lab.ts';
import type { Check, LessonModule } from './lesson-module.ts';
import { readMatrix } from './matrix.ts';
import type { World, WorldSize } from './world.ts';

/** What one check came to in one world. */
type Outcome =
  | { readonly kind: 'found'; readonly finding: Finding; readonly world: World }
  | { readonly kind: 'undecided'; readonly message: string };

/**
 * Runs every check of a lesson on the learner's files, in two fresh worlds drawn from the seed.
 * Never throws: what keeps the checks from running is the verdict's `fault`, and every check is
 * then `could-not-check`.
 * @param memory of the database's server, on which no tenant should have been set yet
 * @param onProgress called before each world and each check in it
 */
export async function runChecks(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  seed: number,
  memory: ServerMemory = { tenantWasSet: true },
  onProgress: () => void = () => undefined,
): Promise<Verdict> {
  const started = performance.now();
  const seeds = [seed, nextSeed(seed)];
  const outcomes = new Map<string, Outcome[]>(lesson.checks.map((check) => [check.id, []]));
  const verdict: Verdict = {
    lesson: lesson.slug,
    seed,
    seeds,
    passed: false,
    ms: 0,
    checks: [],
    fault: null,
    matrix: null,
    console: [],
  };
  const unsetFirst = [...lesson.checks].sort((a, b) => Number(b.unset ?? 0) - Number(a.unset ?? 0));
  const prepare = (worldSeed: number, size?: WorldSize): Promise<PreparedWorld> => {
    onProgress();
    return prepareWorld(database, lesson, files, worldSeed, memory, size);
  };
  try {
    for (const worldSeed of seeds) {
      const prepared = await prepare(worldSeed);
      if (worldSeed === seed) verdict.console = [...prepared.console];
      await prepared.use(async (lab) => {
        for (const check of unsetFirst) {
          onProgress();
          outcomes.get(check.id)?.push(await probe(lab, check));
        }
        if (worldSeed === seed) verdict.matrix = await matrixOf(lab, lesson);
      });
    }
    verdict.checks = await settle(lesson, outcomes, prepare);
  } catch (thrown) {
    verdict.fault = toFault(thrown);
    verdict.matrix = null;
    verdict.checks = lesson.checks.map((check) => undecided(check, verdict.fault?.message ?? ''));
  }
  verdict.passed =
    verdict.checks.length > 0 && verdict.checks.every((check) => check.status === 'passed');
  verdict.ms = Math.round(performance.now() - started);
  return verdict;
}

async function probe(lab: Lab, check: Check): Promise<Outcome> {
  try {
    return { kind: 'found', finding: await check.run(lab), world: lab.world };
  } catch (thrown) {
    return { kind: 'undecided', message: toFault(thrown).message };
  }
}

/** The matrix is a picture of the world, not a check: where it cannot be read it is left out. */
async function matrixOf(lab: Lab, lesson: LessonModule): Promise<Matrix | null> {
  try {
    return await readMatrix(lab, lesson.plan.tables);
  } catch {
    return null;
  }
}

/** One result per check over its worlds; a failure is shown in the smallest world that has it. */
async function settle(
  lesson: LessonModule,
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
  prepare: (seed: number, size: WorldSize) => Promise<PreparedWorld>,
): Promise<CheckResult[]> {
  const failing = lesson.checks.filter((check) => failureIn(outcomes.get(check.id)) !== undefined);
  const small = new Map<string, Outcome>();
  const seeds = new Set(failing.map((check) => failureIn(outcomes.get(check.id))?.world.seed ?? 0));
  for (const seed of seeds) {
    const prepared = await prepare(seed, 'smallest');
    await prepared.use(async (lab) => {
      for (const check of failing) {
        if (failureIn(outcomes.get(check.id))?.world.seed !== seed) continue;
        small.set(check.id, await probe(lab, check));
      }
    });
  }
  return lesson.checks.map((check) => {
    const all = outcomes.get(check.id) ?? [];
    const failure = failureIn(all);
    if (failure) {
      const smaller = small.get(check.id);
      const again = smaller && failureIn([smaller]);
      const shown = again?.finding.way === failure.finding.way ? again : failure;
      return failed(lesson, check, shown.finding, shown.world);
    }
    const blocked = all.find((outcome) => outcome.kind === 'undecided');
    if (blocked?.kind === 'undecided') return undecided(check, blocked.message);
    const [first] = all;
    return first?.kind === 'found'
      ? { ...header(check), status: 'passed', message: first.finding.message, evidence: null }
      : undecided(check, 'No world was made for it.');
  });
}

interface Failure {
  finding: Extract<Finding, { held: false }>;
  world: World;
}

function failureIn(outcomes: readonly Outcome[] = []): Failure | undefined {
  for (const outcome of outcomes) {
    if (outcome.kind === 'undecided') continue;
    const { finding, world } = outcome;
    if (!finding.held) return { finding, world };
  }
  return undefined;
}

const header = ({ id, kind, title }: Check): Pick<Check, 'id' | 'kind' | 'title'> => ({
  id,
  kind,
  title,
});

function undecided(check: Check, message: string): CheckResult {
  return { ...header(check), status: 'could-not-check', message, evidence: null };
}

function failed(
  lesson: LessonModule,
  check: Check,
  finding: Failure['finding'],
  world: World,
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
    },
  };
}
