import type { KeeperParts, LastWords, RecordStore, TabNews } from '../../src/workbook/index.ts';

/** A store of records in memory. */
export function memoryStore(kept = new Map<string, unknown>()): RecordStore {
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    update: (key, change) => Promise.resolve(void kept.set(key, change(kept.get(key)))),
    entries: () => Promise.resolve([...kept]),
  };
}

/** Storage as a browser has it that blocks it. */
export const blockedStore: RecordStore = {
  get: () => Promise.reject(new Error('SecurityError')),
  update: () => Promise.reject(new Error('QuotaExceededError')),
  entries: () => Promise.reject(new Error('SecurityError')),
};

/** What tabs tell each other, heard at once by all but the one that tells. */
export function tabs(): () => TabNews {
  const listeners = new Set<(slug: string) => void>();
  return () => {
    const own = new Set<(slug: string) => void>();
    return {
      tell: (slug) => [...listeners].filter((each) => !own.has(each)).forEach((hear) => hear(slug)),
      listen(heard) {
        own.add(heard);
        listeners.add(heard);
        return () => listeners.delete(heard);
      },
    };
  };
}

/** Last words in memory. */
export function memoryWords(said = new Map<string, string>()): LastWords {
  return {
    say: (slug, record) => void said.set(slug, JSON.stringify(record)),
    hear: (slug) => {
      const text = said.get(slug);
      return text === undefined ? null : (JSON.parse(text) as ReturnType<LastWords['hear']>);
    },
    forget: (slug) => void said.delete(slug),
    slugs: () => [...said.keys()],
  };
}

/** A keeper that nothing outlives and nobody else hears. */
export function memoryKeeper(store: RecordStore = memoryStore()): KeeperParts {
  return { store, news: tabs()(), words: memoryWords() };
}
