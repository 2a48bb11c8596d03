import type {
  Actor,
  ConsoleResult,
  Database,
  FileTexts,
  OutputLine,
  Program,
  Tenant,
  RunResult,
} from '../contract/index.ts';
import type { AppLab } from './app/api.ts';
import type { Realm } from './app/realm.ts';
import { useApplication } from './app/use-application.ts';
import { Attempts, type Attempt, type ServerMemory } from './attempt.ts';
import type { LessonModule } from './lesson-module.ts';
import { conditionOf, makeWorld, refillWorld } from './make-world.ts';
import type { Truth } from './ownership.ts';
import type { OnProblem } from './picture/bounded.ts';
import type { Painter } from './picture/with-picture.ts';
import { drawWorld, type TablePlan, type World, type WorldSize } from './world.ts';

/** A prepared world, as an attack or a check sees it. */
export interface Lab {
  readonly world: World;
  readonly files: FileTexts;
  /** The role the application connects as. */
  readonly application: string;
  /** The application's role in a tenant's context, or in none. */
  actor(tenant: Tenant | null): Actor;
  /**
   * Tries a statement and undoes it.
   * @param note one sentence on what the step shows, for a transcript
   */
  attempt(actor: Actor, sql: string, note?: string): Promise<Attempt>;
  /** The rows as they stand, past row-level security. */
  truth(): Promise<Truth>;
  /**
   * Reads the catalog as the learner's SQL left it; the same question is asked once.
   * Schema-qualify every name: `pg_catalog.pg_class`. Order the rows: on a server that has run other
   * lessons before, they lie in another order, and a verdict must not tell which.
   */
  catalog(sql: string): Promise<readonly (readonly (string | null)[])[]>;
}

/** A program that can be run in prepared worlds, and where. */
export interface Application {
  readonly program: Program;
  readonly realm: Realm;
  /** Takes what the program writes with `console`. */
  readonly output: OutputLine[];
  /** Called now and then while it runs. */
  readonly onProgress: () => void;
  /** Told why a picture was left out. */
  readonly onPictureProblem?: OnProblem;
}

/** A world made in a database: set up, seeded, and with the learner's SQL run. */
export interface PreparedWorld {
  readonly world: World;
  readonly tables: readonly TablePlan[];
  readonly console: readonly ConsoleResult[];
  /** Opens the world for probes, any number of times. Nothing that happens inside is kept. */
  use<T>(probe: (lab: Lab) => Promise<T>): Promise<T>;
  /**
   * Starts the application in the world. What its calls change is kept until the next start.
   * @throws LeakproofError what keeps the program from loading
   */
  useApp<T>(
    application: Application,
    probe: (lab: AppLab, painter: Painter) => Promise<T>,
  ): Promise<T>;
}

/**
 * Makes a fresh world, drawn from the seed.
 * @param memory of the database's server process, one object for as long as it lives
 * @throws LeakproofError `sql-error`, `transaction-left-open`, `relation-missing`, `role-unusable`
 */
export async function prepareWorld(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
  seed: number,
  memory: ServerMemory,
  size: WorldSize = 'any',
  onProgress: () => void = () => undefined,
): Promise<PreparedWorld> {
  const { plan } = lesson;
  const world = drawWorld(plan, seed, size);
  const ahead = memory.setUpFor === lesson.slug;
  delete memory.setUpFor;
  const console = await makeWorld(database, lesson, files, world, ahead, onProgress);
  const application = plan.application(files);
  // What was tried and read once need not be again: whatever is tried is undone.
  const attempts = new Attempts(plan.tables, world, memory);
  const known = new Map<string, Promise<RunResult>>();
  return {
    world,
    tables: plan.tables,
    console,
    use: (probe) =>
      database.rehearse(async (rehearsal) => {
        attempts.goOnIn(rehearsal);
        return probe({
          world,
          files,
          application,
          actor: (tenant) => ({ role: application, tenant }),
          attempt: (actor, sql, note) => attempts.run(actor, sql, note),
          truth: () => attempts.truth(),
          catalog: async (sql) => {
            const answer = known.get(sql) ?? rehearsal.audit(sql);
            known.set(sql, answer);
            return (await answer).statements.at(-1)?.rows ?? [];
          },
        });
      }, plan.exempt),
    useApp: async (running, probe) => {
      // The program may set any tenant at any time, also while it loads.
      memory.tenantWasSet = true;
      const { onProgress } = running;
      let condition = await conditionOf(database, lesson, files);
      const remake = async (): Promise<void> => {
        if (await refillWorld(database, lesson, files, world, condition, onProgress)) return;
        await makeWorld(database, lesson, files, world, false, onProgress);
        condition = await conditionOf(database, lesson, files);
      };
      return useApplication({ database, lesson, files, world, ...running, remake }, probe);
    },
  };
}
