import {
  toFault,
  type CheckResult,
  type Database,
  type FileTexts,
  type Matrix,
  type OutputLine,
  type Picture,
  type TranscriptStep,
  type Verdict,
} from '../contract/index.ts';
import { NO_APP, programOf, type AppRun } from './app/app-run.ts';
import { Realm } from './app/realm.ts';
import { nextSeed } from './draw.ts';
import type { Finding } from './finding.ts';
import type { ServerMemory } from './attempt.ts';
import { prepareWorld, type Application, type Lab, type PreparedWorld } from './lab.ts';
import type { AnyCheck, LessonModule } from './lesson-module.ts';
import { readMatrix } from './matrix.ts';
import { probeWorld, type Outcome } from './probe-world.ts';
import type { World, WorldSize } from './world.ts';

/**
 * Runs every check of a lesson on the learner's files, in two fresh worlds drawn from the seed.
 * Never throws: what keeps the checks from running is the verdict's `fault`, and every check is
 * then `could-not-check`.
 * @param memory of the database's server, on which no tenant should have been set yet
 * @param onProgress called before each world and each check in it
 * @param app the learner's program and what runs it, in a lesson with TypeScript
 * @param until `failed` runs no check after the first that failed: the verdict then says what that
 *   one found, and of the others nothing
 */
export async function runChecks(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  seed: number,
  memory: ServerMemory = { tenantWasSet: true },
  onProgress: () => void = () => undefined,
  app: AppRun = NO_APP,
  until: 'failed' | 'done' = 'done',
): Promise<Verdict> {
  const started = performance.now();
  const seeds = [seed, nextSeed(seed)];
  const outcomes = new Map<string, Outcome[]>(lesson.checks.map((check) => [check.id, []]));
  const output: OutputLine[] = [];
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
    ...(lesson.plan.app && { output }),
  };
  const prepare = (worldSeed: number, size?: WorldSize): Promise<PreparedWorld> => {
    onProgress();
    return prepareWorld(database, lesson, files, worldSeed, memory, size);
  };
  const realm = new Realm(app.host);
  try {
    const program = lesson.plan.app ? programOf(lesson, app) : null;
    const runIn = (worldSeed: number | null): Application | null =>
      // The console of one world is enough: the others say the same.
      program && {
        program,
        realm,
        output: worldSeed === seed ? output : [],
        onProgress,
        ...(app.onPictureProblem && { onPictureProblem: app.onPictureProblem }),
      };
    const isOver = (): boolean =>
      until === 'failed' && lesson.checks.some(({ id }) => failureIn(outcomes.get(id)));
    for (const worldSeed of seeds) {
      if (isOver()) break;
      const prepared = await prepare(worldSeed);
      if (worldSeed === seed) verdict.console = [...prepared.console];
      // A check that could not decide in one world does not get better in the next.
      const hasEnded = (check: AnyCheck): boolean =>
        check.app === true &&
        (outcomes.get(check.id) ?? []).some(({ kind }) => kind === 'undecided');
      await probeWorld(prepared, runIn(worldSeed), {
        checks: lesson.checks.filter((check) => !hasEnded(check)),
        onProgress,
        isOver,
        onOutcome: (check, outcome) => outcomes.get(check.id)?.push(outcome),
        drawsHeld: worldSeed === seed && until === 'done',
        ...(worldSeed === seed &&
          until === 'done' &&
          drawsMatrix(lesson) && {
            onStatements: async (lab) => {
              verdict.matrix = await matrixOf(lab, lesson);
            },
          }),
      });
    }
    verdict.checks = isOver()
      ? firstFailure(lesson, outcomes)
      : await settle(lesson, outcomes, prepare, runIn(null), onProgress);
  } catch (thrown) {
    verdict.fault = toFault(thrown);
    verdict.matrix = null;
    verdict.checks = lesson.checks.map((check) => undecided(check, verdict.fault?.message ?? ''));
  } finally {
    // Nothing of what was handed in runs on.
    realm.end();
  }
  verdict.passed =
    verdict.checks.length > 0 && verdict.checks.every((check) => check.status === 'passed');
  const picture = verdict.passed && pictureOf(lesson, outcomes);
  if (picture) verdict.picture = picture;
  verdict.ms = Math.round(performance.now() - started);
  return verdict;
}

/** The first picture of a check in the first world, where it held. */
function pictureOf(
  lesson: LessonModule,
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
): Picture | undefined {
  for (const { id } of lesson.checks) {
    const [first] = outcomes.get(id) ?? [];
    if (first?.kind === 'found' && first.finding.pictures?.picture) {
      return first.finding.pictures.picture;
    }
  }
  return undefined;
}

/** Where the learner's SQL decides nothing, neither would the matrix show anything of theirs. */
const drawsMatrix = ({ plan }: LessonModule): boolean => !plan.app || plan.scripts.length > 0;

/** The matrix is a picture of the world, not a check: where it cannot be read it is left out. */
async function matrixOf(lab: Lab, lesson: LessonModule): Promise<Matrix | null> {
  try {
    return await readMatrix(lab, lesson.plan.tables);
  } catch {
    return null;
  }
}

/** What failed, as it was found, without looking for the smallest world; the rest is not decided. */
function firstFailure(
  lesson: LessonModule,
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
): CheckResult[] {
  return lesson.checks.map((check) => {
    const failure = failureIn(outcomes.get(check.id));
    if (failure) return failed(lesson, check, failure.finding, failure.world);
    return undecided(check, 'Another check had failed, and no more was asked.');
  });
}

/** One result per check over its worlds; a failure is shown in the smallest world that has it. */
async function settle(
  lesson: LessonModule,
  outcomes: ReadonlyMap<string, readonly Outcome[]>,
  prepare: (seed: number, size: WorldSize) => Promise<PreparedWorld>,
  application: Application | null,
  onProgress: () => void,
): Promise<CheckResult[]> {
  const failing = lesson.checks.filter((check) => failureIn(outcomes.get(check.id)) !== undefined);
  const small = new Map<string, Outcome>();
  const seeds = new Set(failing.map((check) => failureIn(outcomes.get(check.id))?.world.seed ?? 0));
  for (const seed of seeds) {
    await probeWorld(await prepare(seed, 'smallest'), application, {
      checks: failing.filter(({ id }) => failureIn(outcomes.get(id))?.world.seed === seed),
      onProgress,
      onOutcome: (check, outcome) => small.set(check.id, outcome),
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

const header = ({ id, kind, title }: AnyCheck): Pick<AnyCheck, 'id' | 'kind' | 'title'> => ({
  id,
  kind,
  title,
});

function undecided(check: AnyCheck, message: string): CheckResult {
  return { ...header(check), status: 'could-not-check', message, evidence: null };
}

function failed(
  lesson: LessonModule,
  check: AnyCheck,
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
      ...(finding.pictures?.schedule && { schedule: [...finding.pictures.schedule] }),
      ...(finding.pictures?.picture && { picture: finding.pictures.picture }),
    },
  };
}
