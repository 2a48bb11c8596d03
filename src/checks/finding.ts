import type { Picture, ScheduledReply, TranscriptStep } from '../contract/index.ts';

/** What else a finding shows. */
export interface Pictures {
  /** The order in which replies were let through. */
  readonly schedule?: readonly ScheduledReply[];
  /** Shown where the lesson draws none of its own: see `picture` of an AppPlan. */
  readonly picture?: Picture;
}

/**
 * What a check found in one world. A failure carries the transcript that shows it, and the `way`
 * it failed, which tells a lesson's known wrong answers apart.
 */
export type Finding =
  | { readonly held: true; readonly message: string; readonly pictures?: Pictures }
  | {
      readonly held: false;
      readonly message: string;
      readonly way: string;
      readonly transcript: readonly TranscriptStep[];
      readonly pictures?: Pictures;
    };

/** The check passed in this world. `message` is a sentence with a number. */
export const held = (message: string, pictures?: Pictures): Finding => ({
  held: true,
  message,
  ...(pictures && { pictures }),
});

/** The check failed in this world. */
export const broken = (
  message: string,
  way: string,
  transcript: readonly TranscriptStep[],
  pictures?: Pictures,
): Finding => ({ held: false, message, way, transcript, ...(pictures && { pictures }) });
