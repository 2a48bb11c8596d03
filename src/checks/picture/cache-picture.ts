import {
  PICTURE_LIMITS,
  type CacheEntry,
  type CachePicture,
  type CacheUse,
  type TraceEvent,
} from '../../contract/index.ts';
import { callList, type CallList } from './call-list.ts';
import type { PictureRun } from './picture-run.ts';
import { whoseText } from './whose.ts';

type CacheEvent = Extract<TraceEvent, { kind: 'cache' }>;

/** Where the trace alone does not tell. */
export interface CacheHints {
  /**
   * Whose a value is, by its tenant's index; null where it is nobody's. Undefined leaves it to the
   * texts in it and, where they tell nothing, to whoever wrote it: a "not found" is the asker's.
   */
  readonly ownerOf?: (value: string, key: string) => number | null | undefined;
}

/**
 * The cache of a run by key, played again from the trace: who wrote which value, whose it is, who
 * was served from it. Null where no key was used.
 */
export function cachePicture(run: PictureRun, hints: CacheHints = {}): CachePicture | null {
  const replay = new Replay(run, callList(run), hints);
  for (const event of run.trace) if (event.kind === 'cache') replay.take(event);
  const entries = [...replay.entries.values()].filter(({ uses }) => uses.length > 0);
  if (entries.length === 0) return null;
  return {
    kind: 'cache',
    tenants: [...run.world.tenants],
    calls: replay.list.calls,
    entries: entries.slice(0, PICTURE_LIMITS.entries),
    more: Math.max(0, entries.length - PICTURE_LIMITS.entries),
  };
}

/** A cache as it becomes, command by command. */
class Replay {
  readonly entries = new Map<string, CacheEntry>();
  readonly #run: PictureRun;
  readonly list: CallList;
  readonly #hints: CacheHints;

  constructor(run: PictureRun, list: CallList, hints: CacheHints) {
    this.#run = run;
    this.list = list;
    this.#hints = hints;
  }

  take(event: CacheEvent): void {
    const { command, keys } = event;
    switch (command) {
      case 'flushall':
        for (const key of this.entries.keys()) this.#remove(key, event);
        break;
      case 'del':
      case 'hdel':
        for (const key of keys) this.#remove(key, event);
        break;
      case 'getdel':
        for (const key of keys) this.#read(key, event, event.value);
        for (const key of keys) this.#remove(key, event);
        break;
      // Which keys there are is another question than what is in them.
      case 'hkeys':
      case 'hlen':
      case 'keys':
      case 'scan':
      case 'ttl':
      case 'pttl':
        break;
      default:
        if (event.hit !== null) this.#readAll(event);
        else if (event.value !== null) this.#write(event);
    }
  }

  #readAll(event: CacheEvent): void {
    const [only, ...others] = event.keys;
    if (only !== undefined && others.length === 0) this.#read(only, event, event.value);
    else for (const key of event.keys) this.#read(key, event, this.#entry(key).value);
  }

  #read(key: string, event: CacheEvent, value: string | null): void {
    const entry = this.#entry(key);
    const reader = this.list.tenantOf(event.call);
    const found = event.keys.length === 1 ? event.hit === true || value !== null : value !== null;
    if (!found) {
      this.#use(entry, event, { how: 'missed', value: null, owner: null, foreign: false });
      return;
    }
    // What nobody was seen to write is known by its texts.
    const owner = entry.value === null ? this.#owner(value ?? '', key, null) : entry.owner;
    const foreign = owner !== null && owner !== reader;
    this.#use(entry, event, { how: 'served', value: value ?? entry.value, owner, foreign });
  }

  #write(event: CacheEvent): void {
    const { keys, value, call, ttl = null } = event;
    const writer = this.list.tenantOf(call);
    const lines = value?.split('\n') ?? [];
    for (const [at, key] of keys.entries()) {
      const text = (keys.length === lines.length ? lines[at] : value) ?? '';
      const entry = this.#entry(key);
      const foreign = this.#isAnothers(entry, writer);
      const owner = this.#owner(text, key, writer);
      Object.assign(entry, { value: text, owner, ttl });
      this.#use(entry, event, { how: 'wrote', value: text, owner, foreign });
    }
  }

  #remove(key: string, event: CacheEvent): void {
    const entry = this.entries.get(key);
    if (entry?.value === null || !entry) return;
    const { value, owner } = entry;
    const foreign = this.#isAnothers(entry, this.list.tenantOf(event.call));
    Object.assign(entry, { value: null, owner: null, ttl: null });
    this.#use(entry, event, { how: 'removed', value, owner, foreign });
  }

  /** Whether the entry holds what is another tenant's. */
  #isAnothers({ value, owner }: CacheEntry, tenant: number | null): boolean {
    return value !== null && owner !== null && owner !== tenant;
  }

  #owner(value: string, key: string, writer: number | null): number | null {
    const said = this.#hints.ownerOf?.(value, key);
    if (said !== undefined) return said;
    return whoseText(this.#run, value) ?? writer;
  }

  #entry(key: string): CacheEntry {
    const entry = this.entries.get(key) ?? { key, value: null, owner: null, ttl: null, uses: [] };
    this.entries.set(key, entry);
    return entry;
  }

  /** Where there is no room for all, what crosses is kept. */
  #use({ uses }: CacheEntry, { call }: CacheEvent, use: Omit<CacheUse, 'call'>): void {
    if (uses.length >= PICTURE_LIMITS.uses) {
      if (!use.foreign) return;
      uses.pop();
    }
    uses.push({ call: this.list.indexOf(call), ...use });
  }
}
