import {
  LeakproofError,
  toFault,
  type Database,
  type DatabaseAssets,
  type WorkerReply,
  type WorkerRequest,
} from '../contract/index.ts';
import { runAttack } from './attack-report.ts';
import type { LessonModule } from './lesson-module.ts';
import { runChecks } from './verdict.ts';

/** What a database worker needs of its realm. */
export interface ResponderParts {
  readonly openDatabase: (assets: DatabaseAssets) => Promise<Database>;
  /** @throws LeakproofError `lesson-unknown` */
  readonly loadLesson: (slug: string) => Promise<LessonModule>;
  readonly post: (reply: WorkerReply) => void;
}

/**
 * The worker's side of the engine: answers every request once, by its id, whatever happens.
 * The same in a browser's worker and in Node's.
 */
export function createResponder(parts: ResponderParts): (request: WorkerRequest) => Promise<void> {
  let database: Promise<Database> | undefined;

  async function answer(request: WorkerRequest): Promise<WorkerReply> {
    if (request.kind === 'boot') {
      database ??= parts.openDatabase(request.assets);
      const { versions } = await database;
      return { id: request.id, kind: 'booted', versions };
    }
    if (!database) throw notBooted();
    const { id, slug, files, seed } = request;
    const lesson = await parts.loadLesson(slug);
    const db = await database;
    if (db.spent) await db.renew();
    if (request.kind === 'attack') {
      return { id, kind: 'attack', report: await runAttack(db, lesson, files, seed) };
    }
    return { id, kind: 'check', verdict: await runChecks(db, lesson, files, seed) };
  }

  return async (request) => {
    try {
      parts.post(await answer(request));
    } catch (error) {
      parts.post({ id: request.id, kind: 'fault', fault: toFault(error) });
    }
  };
}

function notBooted(): LeakproofError {
  return new LeakproofError({
    code: 'harness-fault',
    message: 'The database was asked for before it was started.',
  });
}
