import type { FileTexts, OutputLine } from '../../contract/index.ts';
import type { Truth } from '../ownership.ts';
import type { OnProblem } from '../picture/bounded.ts';
import type { TablePlan, World } from '../world.ts';
import type { AppPlan } from './api.ts';
import type { StartParts } from './start.ts';

/** The rows at some moment, and the same as one text. */
export interface ReadTruth {
  readonly truth: Truth;
  readonly print: string;
}

/** What an application of a prepared world runs with. */
export interface AppParts extends StartParts {
  readonly drawn: World;
  /** The rows as they were drawn; also as one text, to see at once whether any differs. */
  readonly drawnTruth: ReadTruth;
  readonly files: FileTexts;
  readonly application: string;
  readonly tables: readonly TablePlan[];
  /** Makes the world anew in the database, from the same draw. */
  readonly remake: () => Promise<void>;
  /** Takes what the program writes with `console`. */
  readonly output: OutputLine[];
  /** Called while it goes on, now and then. */
  readonly onProgress: () => void;
  /** How the lesson draws a run, if it does. */
  readonly draw: AppPlan['picture'];
  readonly onPictureProblem: OnProblem;
}
