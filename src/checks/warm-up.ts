import { MatrixCommand, type Database, type SandboxHost, type WarmUp } from '../contract/index.ts';
import { NO_APP, programOf, type AppRun } from './app/app-run.ts';
import { Realm } from './app/realm.ts';
import { prepareWorld, type PreparedWorld } from './lab.ts';
import type { LessonModule } from './lesson-module.ts';
import { blindSql } from './matrix.ts';
import { runPress } from './verdict.ts';

/** Any seed will do: nobody sees this world. */
const SEED = 1;

/**
 * Checks of SQL that a thorough warm-up runs. A browser compiles a function of the server well only
 * after some thousand calls: after one check a press took half as long again as after three, and
 * after six no less than after three.
 */
const ROUNDS = 3;

/**
 * Runs a lesson while nobody waits. A server answers its first questions slowly, the engine of the
 * browser compiles the code that is used most anew, and a learner who presses *Check* should not
 * be the one to pay for either. After a light one the server is as good as new once it is reset;
 * after a thorough one it must be renewed. In a lesson with TypeScript a realm then stands ready.
 * @param onProgress called before each check of a thorough one, which ends with what this throws
 * @throws LeakproofError what kept a world from being made
 */
export async function warmUp(
  database: Database,
  lesson: LessonModule,
  { files, how, program = null }: WarmUp,
  host: SandboxHost | null,
  onProgress: () => void = () => undefined,
): Promise<void> {
  const memory = { tenantWasSet: false };
  const press = { database, lesson, files, memory, onProgress };
  if (lesson.plan.app) {
    try {
      if (!program || how === 'none') return;
      const app = { program, host };
      if (how === 'light') await loadApp(database, lesson, files, app);
      // A large world teaches the engine nothing that a small one does not.
      else await runPress({ ...press, seed: SEED, app, sizes: ['any', 'any'] });
    } finally {
      // Whoever runs next takes it.
      host?.prepare();
    }
    return;
  }
  if (how === 'none') return;
  if (how === 'thorough') {
    for (let round = 0; round < ROUNDS; round++) {
      await runPress({ ...press, seed: SEED + round, app: NO_APP });
    }
    return;
  }
  await blindly(await prepareWorld(database, lesson, files, SEED, memory), lesson);
  await database.reset();
}

/** No tenant is set, so that the runs to come still find the setting as no run has left it. */
async function blindly(world: PreparedWorld, lesson: LessonModule): Promise<void> {
  await world.use(async (lab) => {
    for (const table of lesson.plan.tables) {
      for (const command of MatrixCommand.options) {
        await lab.attempt(lab.actor(null), blindSql(lab, table, command, lab.world.tenants[0]));
      }
    }
  });
}

/** Loads the program and calls nothing. */
async function loadApp(
  database: Database,
  lesson: LessonModule,
  files: WarmUp['files'],
  app: AppRun,
): Promise<void> {
  const realm = new Realm(app.host);
  try {
    const world = await prepareWorld(database, lesson, files, SEED, { tenantWasSet: false });
    const onProgress = (): void => undefined;
    const running = { program: programOf(lesson, app), realm, output: [], onProgress };
    await world.useApp(running, () => Promise.resolve());
  } finally {
    realm.end();
    await database.reset();
  }
}
