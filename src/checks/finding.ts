import type { TranscriptStep } from '../contract/index.ts';

/**
 * What a check found in one world. A failure carries the transcript that shows it, and the `way`
 * it failed, which tells a lesson's known wrong answers apart.
 */
export type Finding =
  | { readonly held: true; readonly message: string }
  | {
      readonly held: false;
      readonly message: string;
      readonly way: string;
      readonly transcript: readonly TranscriptStep[];
    };

/** The check passed in this world. `message` is a sentence with a number. */
export const held = (message: string): Finding => ({ held: true, message });

/** The check failed in this world. */
export const broken = (
  message: string,
  way: string,
  transcript: readonly TranscriptStep[],
): Finding => ({ held: false, message, way, transcript });
