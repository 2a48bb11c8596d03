import type { LessonData } from '../../../src/contract/index.ts';
import { LessonSession, type KeeperParts, type RecordStore } from '../../../src/workbook/index.ts';
import { FakeEngine } from '../fake-engine.ts';
import { memoryKeeper, memoryStore, memoryWords, tabs } from '../memory-store.ts';
import { LESSON } from '../samples.ts';

export const FILE = 'policies.sql';
export const KEY = `leakproof:lesson:${LESSON.slug}`;

export interface Visitor {
  readonly session: LessonSession;
  readonly engine: FakeEngine;
}

/** A visit of the lesson by somebody whose browser has this store. */
export function visit(
  store: RecordStore,
  lesson: LessonData = LESSON,
  parts: KeeperParts = {},
): Visitor {
  const engine = new FakeEngine();
  const keeper = { ...memoryKeeper(store), ...parts };
  return { engine, session: new LessonSession({ lesson, engine, keeper }) };
}

/** A browser whose tabs share storage and hear each other, and a clock that stands until it is set. */
export function browser(kept = new Map<string, unknown>()): {
  open: (lesson?: LessonData) => Promise<Visitor>;
  deaf: (lesson?: LessonData) => Promise<Visitor>;
  clock: { now: number };
  kept: Map<string, unknown>;
} {
  const store = memoryStore(kept);
  const news = tabs();
  const words = memoryWords();
  const clock = { now: 1_000_000 };
  const now = (): number => clock.now;
  const openWith =
    (hear: () => ReturnType<typeof news>) =>
    async (lesson = LESSON): Promise<Visitor> => {
      const tab = visit(store, lesson, { news: hear(), words, now });
      await tab.session.restore();
      return tab;
    };
  return { open: openWith(news), deaf: openWith(tabs()), clock, kept };
}
