import { MatrixCommand, type Database, type SandboxHost, type WarmUp } from '../contract/index.ts';
import { programOf, type AppRun } from './app/app-run.ts';
import { Realm } from './app/realm.ts';
import { prepareWorld, type PreparedWorld } from './lab.ts';
import type { LessonModule } from './lesson-module.ts';
import { blindSql } from './matrix.ts';
import { runChecks, runPress } from './verdict.ts';

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
 */
export async function warmUp(
  database: Database,
  lesson: LessonModule,
  { files, how, program = null }: WarmUp,
  host: SandboxHost | null,
): Promise<void> {
  if (lesson.plan.app) {
    try {
      if (program && how !== 'none') await warmApp(database, lesson, files, how, { program, host });
    } finally {
      // Whoever runs next takes it.
      host?.prepare();
    }
    return;
  }
  if (how === 'none') return;
  if (how === 'thorough') {
    for (let round = 0; round < ROUNDS; round++) {
      await runChecks(database, lesson, files, SEED + round);
    }
    return;
  }
  const memory = { tenantWasSet: false };
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

/** A light one loads the program and calls nothing. */
async function warmApp(
  database: Database,
  lesson: LessonModule,
  files: WarmUp['files'],
  how: WarmUp['how'],
  app: AppRun,
): Promise<void> {
  const memory = { tenantWasSet: false };
  if (how === 'thorough') {
    const onProgress = (): void => undefined;
    // A large world teaches the engine nothing that a small one does not.
    const sizes = ['any', 'any'] as const;
    await runPress({ database, lesson, files, seed: SEED, memory, onProgress, app, sizes });
    return;
  }
  const realm = new Realm(app.host);
  try {
    const world = await prepareWorld(database, lesson, files, SEED, memory);
    const onProgress = (): void => undefined;
    const running = { program: programOf(lesson, app), realm, output: [], onProgress };
    await world.useApp(running, () => Promise.resolve());
  } finally {
    realm.end();
    await database.reset();
  }
}
