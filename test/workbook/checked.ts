import { LessonSession } from '../../src/workbook/index.ts';
import { FakeEngine } from './fake-engine.ts';
import { memoryKeeper } from './memory-store.ts';
import { LEAKED, LESSON, type HELD } from './samples.ts';

/** The file of the sample lesson, and the check of it that is replayed. */
export const FILE = 'policies.sql';
export const ID = 'update-moves';

/** A session in which a check has leaked, and the engine that answers its next run. */
export async function checked(): Promise<{ session: LessonSession; engine: FakeEngine }> {
  const engine = new FakeEngine();
  const session = new LessonSession({ lesson: LESSON, engine, keeper: memoryKeeper() });
  const run = session.check();
  engine.latest.answer(LEAKED);
  await run;
  return { session, engine };
}

/** What a replay of the check answers: the verdict without the others. */
export const only = (verdict: typeof HELD): typeof HELD => ({
  ...verdict,
  checks: verdict.checks.filter(({ id }) => id === ID),
});
