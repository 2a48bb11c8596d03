import {
  LeakproofError,
  type Fault,
  type Program,
  type SandboxHost,
} from '../../contract/index.ts';
import type { LessonModule } from '../lesson-module.ts';

/** What a run needs besides the database, in a lesson with TypeScript. */
export interface AppRun {
  /** The learner's files, compiled, or why they could not be. */
  readonly program: Program | Fault | null;
  /** Starts realms; null where there is nothing that could. */
  readonly host: SandboxHost | null;
  /** Told why a picture was left out; a run goes on without it. */
  readonly onPictureProblem?: (problem: unknown) => void;
}

/** A lesson of SQL needs neither. */
export const NO_APP: AppRun = { program: null, host: null };

/** The file that a lesson's own driver is loaded as. */
export const DRIVER = 'driver.ts';

/**
 * The learner's modules and the lesson's driver, as one program.
 * @throws LeakproofError the fault that kept it from compiling
 */
export function programOf(lesson: LessonModule, { program }: AppRun): Program {
  if (program === null) {
    throw new LeakproofError({
      code: 'harness-fault',
      message: `The files of ${lesson.slug} were handed over without being compiled.`,
    });
  }
  if ('code' in program) throw new LeakproofError(program);
  const { driver } = lesson;
  return driver ? { modules: { ...program.modules, [DRIVER]: driver } } : program;
}
