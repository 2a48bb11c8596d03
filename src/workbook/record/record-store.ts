import { entries, get, update } from 'idb-keyval';

/** Where records go: the browser's storage, or only this page's memory when it is blocked. */
export type RecordPlace = 'browser' | 'memory';

/** The few calls of idb-keyval that are used, so that a test can refuse them. */
export interface RecordStore {
  get(key: string): Promise<unknown>;
  /** Reads and writes in one step: nobody comes between. */
  update(key: string, change: (kept: unknown) => unknown): Promise<void>;
  entries(): Promise<readonly (readonly [key: unknown, value: unknown])[]>;
}

/** Every key of ours begins so: other pages of this origin may use the same store. */
export const RECORD_KEY = 'leakproof:lesson:';

/** The browser's storage. Async throughout, since IndexedDB may also throw where it should reject. */
export const browserStore: RecordStore = {
  get: async (key) => get<unknown>(key),
  update: async (key, change) => update<unknown>(key, change),
  entries: async () => entries<string, unknown>(),
};
