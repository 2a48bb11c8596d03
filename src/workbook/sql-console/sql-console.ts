import {
  toFault,
  type Fault,
  type TenantContext,
  type Workspace,
  type WorkspaceCatalog,
} from '../../contract/index.ts';
import type { Engine, WorkspaceLine } from '../../engine/index.ts';
import { refuseTexts } from '../refusal.ts';
import type { SessionState } from '../state.ts';
import type { Store } from '../store.ts';
import {
  CONSOLE_ENTRIES,
  CONSOLE_HISTORY,
  tenantOf,
  type ConsoleOutcome,
  type ConsoleState,
} from './console-state.ts';

/** Where its worlds come from. */
export interface SqlConsoleParts {
  readonly slug: string;
  readonly engine: Engine;
  readonly store: Store<SessionState>;
  readonly newSeed: () => number;
  /** Ends the run under way: the engine does one thing at a time. */
  readonly endRun: () => void;
}

/** The world a console was opened with, so that it can be made again with the same tenants. */
interface Drawn {
  readonly seed: number;
  readonly size: 'any' | 'attack';
}

/**
 * Statements of the learner's own, as any role, in a world of their own. The world stays from text
 * to text. When it has ended, whoever ended it, the next text makes the same one anew.
 */
export class SqlConsole {
  readonly #parts: SqlConsoleParts;
  #line: WorkspaceLine | null = null;
  #drawn: Drawn | null = null;
  #latest: symbol | null = null;
  #lastId = 0;

  constructor(parts: SqlConsoleParts) {
    this.#parts = parts;
  }

  get #state(): ConsoleState {
    return this.#parts.store.state.sqlConsole;
  }

  #set(patch: Partial<ConsoleState>): void {
    this.#parts.store.set({ sqlConsole: { ...this.#state, ...patch } });
  }

  /**
   * Makes a world from the files as they are: that of the run whose data is shown, if there is one.
   * @returns whether it stands
   */
  async open(): Promise<boolean> {
    this.#drawn = null;
    return this.#open();
  }

  /** Runs a text as the chosen role, in the chosen context; in a world made anew if need be. */
  async run(sql: string): Promise<void> {
    if (sql.trim() === '' || this.#state.running || this.#state.phase === 'opening') return;
    this.#remember(sql);
    if (this.#line?.open !== true && !(await this.#open())) return;
    const line = this.#line;
    if (line === null) return;
    const { role, context, entries } = this.#state;
    const id = ++this.#lastId;
    const tenant = tenantOf(this.#state);
    const entry = { id, sql, role, context, tenant, outcome: { kind: 'running' } } as const;
    this.#parts.endRun();
    this.#set({
      running: true,
      fault: null,
      entries: [entry, ...entries].slice(0, CONSOLE_ENTRIES),
    });
    try {
      const answer = await line.run({ sql, role, context });
      this.#told(answer.catalog);
      this.#end(id, { kind: 'answer', answer });
    } catch (thrown) {
      this.#end(id, { kind: 'fault', fault: toFault(thrown) });
    }
    this.look();
  }

  /** Ends the text under way, and with it the world. */
  stop(): void {
    if (this.#state.running || this.#state.phase === 'opening') this.#parts.engine.cancel();
  }

  /** The files are others now: the world made of them goes. */
  close(): void {
    if (this.#state.phase !== 'open' && this.#state.phase !== 'opening') return;
    this.#parts.engine.cancel();
    this.look();
  }

  /** As whom the next text is run. */
  choose(who: { readonly role?: string; readonly context?: TenantContext }): void {
    this.#set(who);
  }

  /** Looks whether somebody took the world's database. */
  look(): void {
    if (this.#state.phase === 'open' && this.#line?.open !== true) this.#set({ phase: 'ended' });
  }

  async #open(): Promise<boolean> {
    const { slug, engine, store, newSeed, endRun } = this.#parts;
    const { texts, revision, data } = store.state;
    const drawn = (this.#drawn ??= {
      seed: data?.value.world.seed ?? newSeed(),
      size: data?.value.of === 'attack' ? 'attack' : 'any',
    });
    const token = Symbol('opening');
    this.#latest = token;
    const refused = refuseTexts(texts);
    if (refused !== null) return this.#failed(refused);
    endRun();
    this.#set({ phase: 'opening', fault: null });
    try {
      const line = await engine.openWorkspace({ slug, files: texts, ...drawn });
      if (this.#latest !== token) return false;
      this.#line = line;
      this.#set({ phase: 'open', revision, ...this.#who(line.workspace) });
      return true;
    } catch (thrown) {
      return this.#latest === token && this.#failed(toFault(thrown));
    }
  }

  #failed(fault: Fault): false {
    this.#line = null;
    const phase = this.#state.workspace === null ? 'closed' : 'ended';
    this.#set({ phase, fault });
    return false;
  }

  /** Whoever was chosen stays so where the new world has them. */
  #who(workspace: Workspace): Partial<ConsoleState> {
    const { role, context, workspace: before } = this.#state;
    const known = workspace.catalog.roles.some(({ name }) => name === role);
    const same = before !== null && before.seed === workspace.seed;
    return {
      workspace,
      role: known ? role : (workspace.catalog.roles[0]?.name ?? ''),
      // Another world has other tenants: nobody is taken for one that was not chosen.
      context: same || (before !== null && typeof context === 'string') ? context : 0,
    };
  }

  #told(catalog: WorkspaceCatalog | null): void {
    const { workspace } = this.#state;
    if (catalog !== null && workspace !== null) this.#set({ workspace: { ...workspace, catalog } });
  }

  #end(id: number, outcome: ConsoleOutcome): void {
    this.#set({
      running: false,
      entries: this.#state.entries.map((each) => (each.id === id ? { ...each, outcome } : each)),
    });
  }

  #remember(sql: string): void {
    const { history } = this.#state;
    if (history.at(-1) !== sql) this.#set({ history: [...history, sql].slice(-CONSOLE_HISTORY) });
  }
}
