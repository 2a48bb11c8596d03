import { LessonRecord } from './lesson-record.ts';

/**
 * What a page has not written yet when it goes away. IndexedDB does not finish what is begun then;
 * localStorage does. The stamp of what is said names what it follows on.
 */
export interface LastWords {
  say(slug: string, record: LessonRecord): void;
  /** Null where nothing was said. */
  hear(slug: string): LessonRecord | null;
  forget(slug: string): void;
}

const keyOf = (slug: string): string => `leakproof:unwritten:${slug}`;

/** In localStorage. Where that is blocked or full, the last words are lost and nothing else is. */
export const lastWords: LastWords = {
  say: (slug, record) => attempt(() => localStorage.setItem(keyOf(slug), JSON.stringify(record))),
  hear: (slug) =>
    attempt(() => {
      const said = localStorage.getItem(keyOf(slug));
      return said === null ? null : LessonRecord.parse(JSON.parse(said));
    }) ?? null,
  forget: (slug) => attempt(() => localStorage.removeItem(keyOf(slug))),
};

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
