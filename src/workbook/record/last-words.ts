import { layAside, LessonRecord, sameTexts } from './lesson-record.ts';

/**
 * What a page has not written yet when it goes away. IndexedDB does not finish what is begun then;
 * localStorage does. The stamp of what is said names what it follows on.
 */
export interface LastWords {
  say(slug: string, record: LessonRecord): void;
  /** Null where nothing was said. */
  hear(slug: string): LessonRecord | null;
  forget(slug: string): void;
  /** The lessons of which something was said. */
  slugs(): readonly string[];
}

const PREFIX = 'leakproof:unwritten:';
const keyOf = (slug: string): string => PREFIX + slug;

/** In localStorage. Where that is blocked or full, the last words are lost and nothing else is. */
export const lastWords: LastWords = {
  say: (slug, record) => attempt(() => localStorage.setItem(keyOf(slug), JSON.stringify(record))),
  hear: (slug) =>
    attempt(() => {
      const said = localStorage.getItem(keyOf(slug));
      return said === null ? null : LessonRecord.parse(JSON.parse(said));
    }) ?? null,
  forget: (slug) => attempt(() => localStorage.removeItem(keyOf(slug))),
  slugs: () =>
    attempt(() =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => key.slice(PREFIX.length)),
    ) ?? [],
};

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What was kept, with the last words of the page that kept it, or of one that was overtaken. */
export function withLastWords(kept: LessonRecord, said: LessonRecord, now: number): LessonRecord {
  if (said.stamp === kept.stamp) return { ...said, stamp: kept.stamp };
  if (sameTexts(said.texts, kept.texts)) return kept;
  const { texts, starter } = said;
  const aside = layAside(kept.aside, { at: now, texts, starter, why: 'other-tab' });
  return { ...kept, aside };
}
