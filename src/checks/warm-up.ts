import { MatrixCommand, type Database, type WarmUp } from '../contract/index.ts';
import { prepareWorld } from './lab.ts';
import type { LessonModule } from './lesson-module.ts';
import { blindSql } from './matrix.ts';
import { runChecks } from './verdict.ts';

/** Any seed will do: nobody sees this world. */
const SEED = 1;

/**
 * Runs a lesson while nobody waits. A server answers its first questions slowly, the engine of the
 * browser compiles the code that is used most anew, and a learner who presses *Check* should not
 * be the one to pay for either. After a light one the server is as good as new once it is reset;
 * after a thorough one it must be renewed.
 */
export async function warmUp(
  database: Database,
  lesson: LessonModule,
  { files, how }: WarmUp,
): Promise<void> {
  if (how === 'thorough') {
    await runChecks(database, lesson, files, SEED);
    return;
  }
  const memory = { tenantWasSet: false };
  const world = await prepareWorld(database, lesson, files, SEED, memory);
  // No tenant is set, so that the runs to come still find the setting as no run has left it.
  await world.use(async (lab) => {
    for (const table of lesson.plan.tables) {
      for (const command of MatrixCommand.options) {
        await lab.attempt(lab.actor(null), blindSql(lab, table, command, lab.world.tenants[0]));
      }
    }
  });
}
