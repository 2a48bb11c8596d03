import {
  LeakproofError,
  toFault,
  type ConsoleResult,
  type Database,
  type Fault,
  type FileTexts,
  type Matrix,
  type OutputLine,
  type Until,
  type WorldData,
} from '../contract/index.ts';
import { programOf, type AppRun } from './app/app-run.ts';
import type { Realm } from './app/realm.ts';
import { TENANT_SETTING, type ServerMemory } from './attempt.ts';
import { nextSeed } from './draw.ts';
import { prepareWorld, type Application, type Lab, type PreparedWorld } from './lab.ts';
import type { AnyCheck, LessonModule } from './lesson-module.ts';
import { readMatrix } from './matrix.ts';
import { probeWorld, type Outcome } from './probe-world.ts';
import { openData } from './world-data.ts';
import { isSmallest, type WorldSize } from './world.ts';

/** One press of *Check*, or the part of it that one server takes. */
export interface Checking {
  readonly database: Database;
  readonly lesson: LessonModule;
  readonly files: FileTexts;
  /** Of the press: it draws the first world, and the second's seed. */
  readonly seed: number;
  /** Of the database's server, on which no tenant should have been set yet. */
  readonly memory: ServerMemory;
  /** Called before each world and each check in it. */
  readonly onProgress: () => void;
  /** The learner's program, in a lesson with TypeScript, and the realm it runs in. */
  readonly app: AppRun;
  readonly realm: Realm;
  /** No check runs after that is known, and nothing is drawn. */
  readonly until?: Until | 'done';
  /** Of the two worlds: {@link SIZES} unless given. */
  readonly sizes?: readonly [WorldSize, WorldSize];
}

/**
 * What is shown comes from the first world, so that is the one in which a plan is to be exact. The
 * second is mostly the smallest there is, so that what fails in it need not be looked for again.
 */
const SIZES = ['any', 'second'] as const;

/** The worlds of a press, in their order. */
export const seedsOf = (seed: number): readonly [number, number] => [seed, nextSeed(seed)];

/** What the checks came to in one world. Plain data: it may have been another worker's. */
export interface WorldReport {
  readonly seed: number;
  /** Whether something failed here, and no smaller world could be drawn: a failure is best shown so. */
  readonly smallest: boolean;
  /** By the check's id. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly console: readonly ConsoleResult[];
  readonly output: readonly OutputLine[];
  /** What kept the checks from running. */
  readonly fault: Fault | null;
}

/** What is shown of a world beside its checks: each null where it cannot be read, for it is no check. */
export interface Drawn {
  readonly matrix: Matrix | null;
  readonly data: WorldData | null;
}

export const UNDRAWN: Drawn = { matrix: null, data: null };

/** A world in which the checks have run, and which can still be looked at. */
export interface CheckedWorld {
  readonly report: WorldReport;
  /**
   * The picture of the world, to be drawn before its server is used for another.
   * @throws LeakproofError `confinement-broken` and the like: nothing here is believed any more
   */
  readonly draw: () => Promise<Drawn>;
}

/**
 * Runs a lesson's checks in one of the press's worlds. Never throws.
 * @param nth 0 or 1
 * @param earlier the reports of the worlds before it on the same server
 */
export async function runWorld(
  checking: Checking,
  nth: 0 | 1,
  earlier: readonly WorldReport[] = [],
): Promise<CheckedWorld> {
  const { lesson, onProgress, until } = checking;
  const draws = nth === 0 && (until ?? 'done') === 'done';
  const seed = seedsOf(checking.seed)[nth];
  const outcomes: Record<string, Outcome> = {};
  // The console of one world is enough: the others say the same.
  const output: OutputLine[] = [];
  let console: readonly ConsoleResult[] = [];
  let draw: CheckedWorld['draw'] = () => Promise.resolve(UNDRAWN);
  let fault: Fault | null = null;
  let smallest = false;
  // A call that could not be decided in one world does not get better in the next.
  const hasEnded = ({ id, app }: AnyCheck): boolean =>
    app === true && earlier.some((report) => report.outcomes[id]?.kind === 'undecided');
  try {
    const application = applicationOf(checking, nth === 0 ? output : []);
    if (nth === 1) await rememberTenant(checking);
    const prepared = await prepare(checking, seed, (checking.sizes ?? SIZES)[nth]);
    console = prepared.console;
    let drawn = UNDRAWN;
    await probeWorld(prepared, application, {
      checks: askedFirst(lesson.checks, until).filter((check) => !hasEnded(check)),
      onProgress,
      onOutcome: ({ id }, outcome) => (outcomes[id] = outcome),
      isOver: () => isKnown(until, outcomes),
      drawsHeld: draws,
      // A program may change the rows, so there the picture comes before it.
      ...(draws &&
        application &&
        drawsMatrix(lesson) && {
          onStatements: async (lab) => {
            drawn = await drawnOf(lab, lesson);
          },
        }),
    });
    smallest = Object.values(outcomes).some(isFailure) && isSmallest(lesson.plan, prepared.world);
    if (application) draw = () => Promise.resolve(drawn);
    else if (draws) draw = () => prepared.use((lab) => drawnOf(lab, lesson));
  } catch (thrown) {
    fault = toFault(thrown);
  }
  return { report: { seed, smallest, outcomes, console, output, fault }, draw };
}

/** Makes one world of a press. */
export function prepare(
  { database, lesson, files, memory, onProgress }: Checking,
  seed: number,
  size?: WorldSize,
): Promise<PreparedWorld> {
  onProgress();
  return prepareWorld(database, lesson, files, seed, memory, size, onProgress);
}

/** What runs the learner's program, in a lesson that has one. */
export function applicationOf(
  { lesson, app, realm, onProgress }: Checking,
  output: OutputLine[],
): Application | null {
  if (!lesson.plan.app) return null;
  return {
    ...{ program: programOf(lesson, app), realm, output, onProgress },
    ...(app.onPictureProblem && { onPictureProblem: app.onPictureProblem }),
  };
}

/**
 * The second world finds the setting as the first leaves it, set once and empty ever after, also
 * where the first is on another server: so each of the two is tried.
 */
async function rememberTenant({ database, memory }: Checking): Promise<void> {
  if (memory.tenantWasSet) return;
  memory.tenantWasSet = true;
  const setting = `pg_catalog.set_config('${TENANT_SETTING}', '', false)`;
  const { error } = await database.superuser(`SELECT ${setting}`);
  if (error) throw new LeakproofError({ code: 'harness-fault', message: error.message });
}

/** Once the check that was asked for by name has failed, the others need not run: so it goes first. */
const askedFirst = (checks: readonly AnyCheck[], until: Checking['until']): readonly AnyCheck[] =>
  typeof until === 'object'
    ? checks.toSorted((a, b) => Number(b.id === until.failed) - Number(a.id === until.failed))
    : checks;

/** Whether no more than a failure was asked for, and it is there. */
export function isKnown(until: Checking['until'], outcomes: WorldReport['outcomes']): boolean {
  if (until === undefined || until === 'done') return false;
  if (until === 'failed') return Object.values(outcomes).some(isFailure);
  const outcome = outcomes[until.failed];
  return outcome !== undefined && isFailure(outcome);
}

/** Whether a check found a way across. */
const isFailure = (outcome: Outcome): boolean => outcome.kind === 'found' && !outcome.finding.held;

/** Where the learner's SQL decides nothing, neither would the matrix show anything of theirs. */
const drawsMatrix = ({ plan }: LessonModule): boolean => !plan.app || plan.scripts.length > 0;

/** The data first: attempts leave nothing behind for the rows, and may for the catalog. */
async function drawnOf(lab: Lab, lesson: LessonModule): Promise<Drawn> {
  const readData = await openData(lab, lesson.plan.tables);
  const data = await readData();
  return { matrix: await matrixOf(lab, lesson), data };
}

/** The matrix is a picture of the world, not a check: where it cannot be read it is left out. */
async function matrixOf(lab: Lab, lesson: LessonModule): Promise<Matrix | null> {
  try {
    return await readMatrix(lab, lesson.plan.tables);
  } catch {
    return null;
  }
}
