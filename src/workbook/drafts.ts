import { del, get, set } from 'idb-keyval';
import * as z from 'zod/mini';
import { FileTexts } from '../contract/index.ts';

/** The learner's changed texts, and a print of the starter they were changed from. */
const Draft = z.object({ texts: FileTexts, starter: z.string() });
export type Draft = z.infer<typeof Draft>;

/** Where drafts go: the browser's storage, or only this page's memory when it is blocked. */
export type DraftPlace = 'browser' | 'memory';

/** The few calls of idb-keyval that are used, so that a test can refuse them. */
export interface DraftStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
}

/** Wrapped, since IndexedDB may also throw where it should reject. */
const indexedDbStore: DraftStore = {
  get: async (key) => get<unknown>(key),
  set: async (key, value) => set(key, value),
  del: async (key) => del(key),
};

/** Long enough to gather a burst of keys, short enough that a crash costs no sentence. */
const WRITE_DELAY_MS = 300;

/**
 * Keeps one lesson's texts across reloads and crashes. Storage that is blocked, full or holds
 * garbage never disturbs the lesson: {@link Drafts.place} tells that nothing outlives the page.
 */
export class Drafts {
  readonly #key: string;
  readonly #store: DraftStore;
  #place: DraftPlace = 'browser';
  /** What is not written yet; null in it means "forget". */
  #pending: { readonly draft: Draft | null } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(slug: string, store: DraftStore = indexedDbStore) {
    this.#key = `leakproof:draft:${slug}`;
    this.#store = store;
  }

  /** Where drafts go, as far as it is known: storage shows only when it is used that it is blocked. */
  get place(): DraftPlace {
    return this.#place;
  }

  /** The kept draft; null where there is none that can be read. */
  async load(): Promise<Draft | null> {
    try {
      const parsed = Draft.safeParse(await this.#store.get(this.#key));
      return parsed.success ? parsed.data : null;
    } catch {
      this.#place = 'memory';
      return null;
    }
  }

  /** Writes soon; of several calls in a row only the last is written. Null forgets the draft. */
  save(draft: Draft | null): void {
    this.#pending = { draft };
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_DELAY_MS);
  }

  /** Writes now what is pending, after any write under way. Never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) {
      this.#writing = this.#writing.then(() => this.#write(pending.draft));
    }
    return this.#writing;
  }

  async #write(draft: Draft | null): Promise<void> {
    try {
      if (draft === null) await this.#store.del(this.#key);
      else await this.#store.set(this.#key, draft);
    } catch {
      this.#place = 'memory';
    }
  }
}

/** A short print of the starter, which tells whether a draft was begun from another one. */
export function printOf(starter: FileTexts): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(Object.entries(starter).sort())) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
