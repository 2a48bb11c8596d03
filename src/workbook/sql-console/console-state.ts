import type {
  Fault,
  Tenant,
  TenantContext,
  Workspace,
  WorkspaceAnswer,
} from '../../contract/index.ts';

/** What became of one text. */
export type ConsoleOutcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'answer'; readonly answer: WorkspaceAnswer }
  /** Nothing came of it, and its world ended with it. */
  | { readonly kind: 'fault'; readonly fault: Fault };

/** One text that was run, and by whom. */
export interface ConsoleEntry {
  readonly id: number;
  readonly sql: string;
  readonly role: string;
  readonly context: TenantContext;
  /** The tenant of the context, as it was called then. */
  readonly tenant: Tenant | null;
  readonly outcome: ConsoleOutcome;
}

/** Where the console stands. */
export interface ConsoleState {
  /** `ended`: there was a world, which the next text makes anew. */
  readonly phase: 'closed' | 'opening' | 'open' | 'ended';
  /** The latest world; it is still told of when it has ended. */
  readonly workspace: Workspace | null;
  /** Of the learner's texts, when the world was made. */
  readonly revision: number;
  readonly role: string;
  readonly context: TenantContext;
  /** A text is being run. */
  readonly running: boolean;
  /** What kept the files from making a world. */
  readonly fault: Fault | null;
  /** The latest first. */
  readonly entries: readonly ConsoleEntry[];
  /** The texts that were run, the oldest first; none twice in a row. */
  readonly history: readonly string[];
}

/** Answers that are kept; those before them go. */
export const CONSOLE_ENTRIES = 20;
/** Texts that can be called back. */
export const CONSOLE_HISTORY = 200;

/** A console nobody has opened. */
export const CLOSED: ConsoleState = {
  phase: 'closed',
  workspace: null,
  revision: 0,
  role: '',
  context: 'none',
  running: false,
  fault: null,
  entries: [],
  history: [],
};

/** The tenant whose context is chosen; null for none and for the empty one. */
export function tenantOf({ workspace, context }: ConsoleState): Tenant | null {
  return workspace?.tenants.find(({ index }) => index === context) ?? null;
}
