import type { Database, FileTexts } from '../contract/index.ts';
import { prepareWorld } from './lab.ts';
import type { LessonModule } from './lesson-module.ts';
import { blindSql } from './matrix.ts';

/** Any seed will do: nobody sees this world. */
const SEED = 1;

/**
 * Makes one world and reads from it without a tenant, then sweeps it away. A server answers its
 * first questions slowly, and so does code that has never run; a learner who presses *Check*
 * should not be the one to find out. No tenant is set: see {@link ServerMemory}.
 */
export async function warmUp(
  database: Database,
  lesson: LessonModule,
  files: FileTexts,
): Promise<void> {
  const memory = { tenantWasSet: false };
  const world = await prepareWorld(database, lesson, files, SEED, memory);
  await world.use(async (lab) => {
    const nobody = lab.actor(null);
    for (const table of lesson.plan.tables) {
      for (const command of ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const) {
        await lab.attempt(nobody, blindSql(lab, table, command, lab.world.tenants[0]));
      }
    }
  });
  await database.reset();
}
