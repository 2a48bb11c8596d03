import type { DraftStore } from '../../src/workbook/index.ts';

/** A draft store in memory. */
export function memoryStore(kept = new Map<string, unknown>()): DraftStore {
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, value) => Promise.resolve(void kept.set(key, value)),
    del: (key) => Promise.resolve(void kept.delete(key)),
  };
}

/** Storage as a browser has it that blocks it. */
export const blockedStore: DraftStore = {
  get: () => Promise.reject(new Error('SecurityError')),
  set: () => Promise.reject(new Error('QuotaExceededError')),
  del: () => Promise.reject(new Error('SecurityError')),
};
