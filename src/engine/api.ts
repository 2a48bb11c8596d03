import type { AttackReport, Fault, FileTexts, Verdict, Versions } from '../contract/index.ts';

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
      readonly running: 'attack' | 'check' | null;
      /** Nothing runs, boots or warms up: the next run finds a database that waits for it. */
      readonly quiet: boolean;
    }
  /** Nothing can run until {@link Engine.start} is called again. */
  | { readonly phase: 'failed'; readonly fault: Fault };

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
   * @param until `failed` ends it at the first failure, for whoever asks only whether there is one
   * @throws as {@link Engine.attack}
   */
  check(slug: string, files: FileTexts, seed: number, until?: 'failed'): Promise<Verdict>;
  /**
   * Runs one check on the files, in the worlds of that seed, as it ran among the others when they
   * were checked with it: the verdict has no other result.
   * @param check its id; one that the lesson does not have leaves the verdict without a result
   * @throws as {@link Engine.attack}
   */
  replay(slug: string, files: FileTexts, seed: number, check: string): Promise<Verdict>;
  /** Ends the run under way, if any. */
  cancel(): void;
  /** Ends everything: workers, downloads, listeners. */
  dispose(): void;
}
