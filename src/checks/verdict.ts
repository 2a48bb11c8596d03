import {
  toFault,
  type CheckResult,
  type Database,
  type Fault,
  type FileTexts,
  type Picture,
  type Until,
  type Verdict,
} from '../contract/index.ts';
import { NO_APP, type AppRun } from './app/app-run.ts';
import { Realm } from './app/realm.ts';
import type { ServerMemory } from './attempt.ts';
import type { LessonModule } from './lesson-module.ts';
import { failed, failureIn, settle, undecided } from './settle.ts';
import {
  isKnown,
  runWorld,
  seedsOf,
  UNDRAWN,
  type CheckedWorld,
  type Checking,
  type Drawn,
  type WorldReport,
} from './world-run.ts';

/**
 * Runs every check of a lesson on the learner's files, in two fresh worlds drawn from the seed.
 * Never throws: what keeps the checks from running is the verdict's `fault`, and every check is
 * then `could-not-check`.
 * @param memory of the database's server, on which no tenant should have been set yet
 * @param onProgress called before each world and each check in it
 * @param app the learner's program and what runs it, in a lesson with TypeScript
 * @param until no check runs after that is known: the verdict then says what failed by then, and of
 *   the others nothing
 */
export async function runChecks(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  seed: number,
  memory: ServerMemory = { tenantWasSet: true },
  onProgress: () => void = () => undefined,
  app: AppRun = NO_APP,
  until: Until | 'done' = 'done',
): Promise<Verdict> {
  return runPress({ database, lesson, files, seed, memory, onProgress, app, until });
}

/** The same, with what only a warm-up asks for. */
export async function runPress(press: Omit<Checking, 'realm'>): Promise<Verdict> {
  const started = performance.now();
  const realm = new Realm(press.app.host);
  const checking = { ...press, realm };
  try {
    const { report, matrix, data } = await drawOf(await runWorld(checking, 0));
    const reports = [report];
    if (!report.fault && !isDecided(checking, reports)) {
      reports.push((await runWorld(checking, 1, reports)).report);
    }
    const verdict = await conclude(checking, reports);
    return {
      ...verdict,
      ...(!verdict.fault && { matrix, ...(data && { data }) }),
      ms: Math.round(performance.now() - started),
    };
  } finally {
    // Nothing of what was handed in runs on.
    realm.end();
  }
}

/** Draws the picture of a world; where that ends its server, the world counts as faulty. */
export async function drawOf({
  report,
  draw,
}: CheckedWorld): Promise<Drawn & { readonly report: WorldReport }> {
  if (report.fault) return { report, ...UNDRAWN };
  try {
    return { report, ...(await draw()) };
  } catch (thrown) {
    return { report: { ...report, fault: toFault(thrown) }, ...UNDRAWN };
  }
}

/**
 * The verdict over the worlds of one press, without its picture. What failed is tried once more in
 * the smallest worlds, on the server at hand. Never throws.
 * @param reports in the order of the worlds; after one that has a fault there need be no other
 */
export async function conclude(
  checking: Checking,
  reports: readonly WorldReport[],
): Promise<Verdict> {
  const { lesson, seed } = checking;
  const [first] = reports;
  const fault = reports.find((report) => report.fault)?.fault ?? null;
  const { checks, ...stopped } = fault
    ? undecidedBy(lesson, fault)
    : await settled(checking, reports);
  const passed = checks.length > 0 && checks.every((check) => check.status === 'passed');
  const picture = passed && first && pictureOf(lesson, first);
  return {
    lesson: lesson.slug,
    seed,
    seeds: [...seedsOf(seed)],
    passed,
    ms: 0,
    checks: [...checks],
    fault: stopped.fault,
    matrix: null,
    console: [...(first?.console ?? [])],
    ...(lesson.plan.app && { output: [...(first?.output ?? [])] }),
    ...(picture && { picture }),
  };
}

type Settled = Pick<Verdict, 'checks' | 'fault'>;

const undecidedBy = (lesson: LessonModule, fault: Fault): Settled => ({
  checks: lesson.checks.map((check) => undecided(check, fault.message)),
  fault,
});

async function settled(checking: Checking, reports: readonly WorldReport[]): Promise<Settled> {
  try {
    if (isDecided(checking, reports)) {
      return { checks: firstFailure(checking.lesson, reports), fault: null };
    }
    return { checks: await settle(checking, reports), fault: null };
  } catch (thrown) {
    return undecidedBy(checking.lesson, toFault(thrown));
  }
}

/** The first picture of a check in the first world, where it held. */
function pictureOf(lesson: LessonModule, { outcomes }: WorldReport): Picture | undefined {
  for (const { id } of lesson.checks) {
    const first = outcomes[id];
    if (first?.kind === 'found' && first.finding.pictures?.picture) {
      return first.finding.pictures.picture;
    }
  }
  return undefined;
}

const isDecided = ({ until }: Checking, reports: readonly WorldReport[]): boolean =>
  reports.some(({ outcomes }) => isKnown(until, outcomes));

/** What failed, as it was found, without looking for the smallest world; the rest is not decided. */
function firstFailure(lesson: LessonModule, reports: readonly WorldReport[]): CheckResult[] {
  return lesson.checks.map((check) => {
    const failure = failureIn(reports.flatMap(({ outcomes }) => outcomes[check.id] ?? []));
    if (failure) return failed(lesson, check, failure);
    return undecided(check, 'A check had failed, and no more was asked.');
  });
}
