import type { Verdict } from '../contract/index.ts';
import type { LessonModule } from './lesson-module.ts';
import { inOrder } from './probe-world.ts';

/**
 * A lesson with no more of its checks than it takes to see one of them again: those that run before
 * it too, because all of them draw their values from one row of numbers. Alone it would try others,
 * and might hold where it had failed.
 * @param id of a check; one that the lesson does not have leaves it none
 */
export function upTo(lesson: LessonModule, id: string): LessonModule {
  const { ofStatements, ofCalls } = inOrder(lesson.checks);
  const order = [...ofStatements, ...ofCalls];
  const needed = new Set(order.slice(0, order.findIndex((check) => check.id === id) + 1));
  return { ...lesson, checks: lesson.checks.filter((check) => needed.has(check)) };
}

/** What a verdict says of one check. */
export function onlyOf({ picture: _ofAnother, ...verdict }: Verdict, id: string): Verdict {
  const checks = verdict.checks.filter((check) => check.id === id);
  const passed = checks.length > 0 && checks.every(({ status }) => status === 'passed');
  return { ...verdict, checks, passed };
}
