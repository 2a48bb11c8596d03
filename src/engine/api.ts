import type {
  AttackReport,
  Fault,
  FileTexts,
  Until,
  Verdict,
  Versions,
  Workspace,
  WorkspaceAnswer,
  WorkspaceText,
} from '../contract/index.ts';
import type { WorkspaceSeed } from './database-worker.ts';

/** What an engine does for somebody who waits. */
export type EngineRun = 'attack' | 'check' | 'workspace';

/** Where the engine stands. The page shows it as one quiet line. */
export type EngineState =
  | { readonly phase: 'idle' }
  /** Bytes as they travel, compressed; `total` is known from the build. */
  | {
      readonly phase: 'downloading';
      readonly step: string;
      readonly loaded: number;
      readonly total: number;
    }
  | { readonly phase: 'booting'; readonly step: string }
  | {
      readonly phase: 'ready';
      readonly versions: Versions;
      /** Milliseconds from the start of the download to the first answered query. */
      readonly readyMs: number;
      /** Databases that are in use or ready, at most two. */
      readonly databases: number;
      /** What runs now, if anything. */
      readonly running: EngineRun | null;
      /** Nothing runs, boots or warms up: the next run finds a database that waits for it. */
      readonly quiet: boolean;
    }
  /** Nothing can run until {@link Engine.start} is called again. */
  | { readonly phase: 'failed'; readonly fault: Fault };

/** A world for the console, which stands until another run takes its database. */
export interface WorkspaceLine {
  readonly workspace: Workspace;
  /** Its database is still there. */
  readonly open: boolean;
  /**
   * Runs a text as a role. What the server refuses is in the answer; whatever is thrown has ended
   * the world.
   * @throws LeakproofError as {@link Engine.attack}; `cancelled` also where it is not open any more
   */
  run(text: WorkspaceText): Promise<WorkspaceAnswer>;
}

/**
 * The page's way to the database workers. One run at a time: a new one cancels the one before,
 * whose promise then rejects with `cancelled`. Every promise settles: by an answer, a deadline,
 * a crash of the worker, or {@link Engine.cancel}.
 */
export interface Engine {
  readonly state: EngineState;
  /** Calls back after every change of `state`. Returns the function that ends it. */
  subscribe(listener: () => void): () => void;
  /** Downloads and boots. Safe to call again; after a failure it tries anew. */
  start(): void;
  /**
   * Runs the lesson's attack on the files in a fresh database, booting first if need be.
   * @throws LeakproofError `cancelled`, `worker-crashed`, `timed-out`, `download-failed`
   */
  attack(slug: string, files: FileTexts, seed: number): Promise<AttackReport>;
  /**
   * Runs the lesson's checks on the files in a fresh database.
   * @param until ends it when that is known, for whoever asks no more
   * @throws as {@link Engine.attack}
   */
  check(slug: string, files: FileTexts, seed: number, until?: Until): Promise<Verdict>;
  /**
   * Runs one check on the files, in the worlds of that seed, as it ran among the others when they
   * were checked with it: the verdict has no other result.
   * @param check its id; one that the lesson does not have leaves the verdict without a result
   * @throws as {@link Engine.attack}
   */
  replay(slug: string, files: FileTexts, seed: number, check: string): Promise<Verdict>;
  /**
   * Makes a world for the console in a database of its own, which no other run ever gets. It counts
   * among the two, and the next run of another kind ends it.
   * @throws as {@link Engine.attack}, and what keeps the files from making a world: `sql-error` and
   *   the like
   */
  openWorkspace(made: WorkspaceSeed): Promise<WorkspaceLine>;
  /** Ends the run under way, if any, and the console's world. */
  cancel(): void;
  /** Ends everything: workers, downloads, listeners. */
  dispose(): void;
}
