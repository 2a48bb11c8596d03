import type {
  FileTexts,
  PoolEvent,
  SandboxWorld,
  Timeline,
  TraceEvent,
} from '../../contract/index.ts';
import type { CallAttempt } from '../app/api.ts';
import type { Truth } from '../ownership.ts';
import type { TablePlan, World } from '../world.ts';

/** A call that was made, by the number that the trace and the pool's events know it by. */
export interface RunCall {
  readonly number: number;
  readonly attempt: CallAttempt;
}

/**
 * What is known of a run when its picture is drawn: one start of the application, with all that
 * was called in it. Of a failure it is the start of the call that its transcript ends with.
 */
export interface PictureRun {
  /** The check's id; null for the attack. */
  readonly check: string | null;
  readonly world: World;
  /** The learner's files. */
  readonly files: FileTexts;
  readonly tables: readonly TablePlan[];
  /** In the order in which they were made. */
  readonly calls: readonly RunCall[];
  /** Cache keys, files, log lines, console, of all calls and of none: filter by `kind` and `call`. */
  readonly trace: readonly TraceEvent[];
  readonly events: readonly PoolEvent[];
  /** The rows as they were drawn, and as they were read last. */
  readonly drawn: Truth;
  readonly truth: Truth;
  /** What the in-memory file system held at the start. */
  readonly disk: SandboxWorld['files'];
  /** Who had the connection when. */
  timeline(): Timeline;
}
