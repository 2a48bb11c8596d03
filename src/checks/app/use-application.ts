import {
  LeakproofError,
  type Database,
  type FileTexts,
  type OutputLine,
  type Program,
} from '../../contract/index.ts';
import type { LessonModule } from '../lesson-module.ts';
import { printOf, readTruth, truthSql } from '../ownership.ts';
import type { OnProblem } from '../picture/bounded.ts';
import type { Painter } from '../picture/with-picture.ts';
import type { World } from '../world.ts';
import type { AppLab } from './api.ts';
import type { Realm } from './realm.ts';
import { RunningApp } from './running-app.ts';

/** A world that was made, and the program that is to run in it. */
export interface ApplicationParts {
  readonly database: Database;
  readonly lesson: LessonModule;
  readonly files: FileTexts;
  readonly world: World;
  readonly program: Program;
  readonly realm: Realm;
  readonly output: OutputLine[];
  readonly onProgress: () => void;
  readonly onPictureProblem?: OnProblem;
  readonly remake: () => Promise<void>;
}

/**
 * Starts an application, probes it, and leaves the database free again, whatever happens.
 * @throws LeakproofError what keeps the program from loading; what the probe throws
 */
export async function useApplication<T>(
  { database, lesson, world, onPictureProblem = () => undefined, ...rest }: ApplicationParts,
  probe: (lab: AppLab, painter: Painter) => Promise<T>,
): Promise<T> {
  const { app, tables, application } = lesson.plan;
  if (!app) {
    throw new LeakproofError({
      code: 'harness-fault',
      message: `The lesson itself is broken: ${lesson.slug}/world.ts has no application.`,
    });
  }
  // Read before the program is there: what it does while it loads is already a change.
  const { statements } = await database.read(truthSql(tables));
  const running = new RunningApp({
    ...rest,
    database,
    drawn: world,
    drawnTruth: { truth: readTruth(tables, statements), print: printOf(statements) },
    application: application(rest.files),
    tables,
    world: { env: { ...app.env }, files: app.files?.(world) ?? {} },
    pooler: app.pooler,
    draw: app.picture,
    onPictureProblem,
  });
  try {
    await running.fresh();
    return await probe(running, running);
  } finally {
    await running.close();
  }
}
